package tunnels.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tunnels.supervise.Store;

@Timeout(60)
class DoorsTest {

  @TempDir private Path folder;
  private FileLocks locks;
  private Doors doors;

  @BeforeEach
  void open() throws IOException {
    locks = FileLocks.open(folder.resolve("lock"), notice -> {});
    doors = new Doors(locks);
  }

  @AfterEach
  void close() throws IOException {
    locks.close();
  }

  @Test
  void lets_so_many_in_and_the_next_when_one_is_out() throws Exception {
    Store.Hold one = doors.knock(Set.of("h"), 2);
    Store.Hold two = doors.knock(Set.of("h"), 2);
    CompletableFuture<Store.Hold> three = knock(2, "h");
    assertThat(doors.knock(Set.of("other"), 2)).isNotNull();
    assertThat(three).isNotDone();
    one.close();
    three.join().close();
    two.close();
  }

  /** It had kept its place at the jump host, and so shut out all that go another way from there. */
  @Test
  void keeps_no_place_at_a_jump_host_while_the_server_behind_it_is_full() throws Exception {
    Store.Hold full = doors.knock(Set.of("dead"), 1);
    CompletableFuture<Store.Hold> waiting = arrived(knock(1, "bastion", "dead"));
    CompletableFuture<Store.Hold> passing = knock(1, "bastion", "good");
    passing.join().close();
    assertThat(waiting).isNotDone();
    full.close();
    waiting.join().close();
  }

  @Test
  void serves_in_the_order_of_arrival() throws Exception {
    Store.Hold first = doors.knock(Set.of("h"), 1);
    CompletableFuture<Store.Hold> second = arrived(knock(1, "h"));
    CompletableFuture<Store.Hold> third = arrived(knock(1, "h"));
    first.close();
    Store.Hold taken = second.join();
    assertThat(third).isNotDone();
    taken.close();
    third.join().close();
  }

  /** Else Ctrl-C would wait for others, and then log in. */
  @Test
  void gives_up_when_it_is_interrupted() throws Exception {
    Store.Hold first = doors.knock(Set.of("h"), 1);
    Thread.currentThread().interrupt();
    assertThatIllegalStateException().isThrownBy(() -> doors.knock(Set.of("h"), 1));
    assertThat(Thread.interrupted()).isTrue();
    first.close();
    doors.knock(Set.of("h"), 1).close();
  }

  private int begun;

  private CompletableFuture<Store.Hold> knock(int places, String... servers) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return doors.knock(new LinkedHashSet<>(List.of(servers)), places);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> new Thread(task, "waits").start());
  }

  /** Returns when it waits. */
  private <T> T arrived(T waiting) {
    begun++;
    await().until(() -> doors.waiting() >= begun);
    return waiting;
  }
}
