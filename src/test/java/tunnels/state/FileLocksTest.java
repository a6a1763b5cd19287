package tunnels.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunnels.supervise.Store;

class FileLocksTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path dir;

  @Test
  void are_exclusive_by_name_and_given_back() throws Exception {
    try (FileLocks locks = locks()) {
      assertThat(locks.taken("a")).isFalse();
      Store.Hold hold = locks.tryTake("a").orElseThrow();
      assertThat(locks.tryTake("a")).isEmpty();
      assertThat(locks.taken("a")).isTrue();
      assertThat(locks.taken("b")).isFalse();
      Store.Hold other = locks.tryTake("b").orElseThrow();
      hold.close();
      assertThat(locks.taken("a")).isFalse();
      assertThat(locks.taken("b")).isTrue();
      other.close();
    }
  }

  @Test
  void are_waited_for_no_longer_than_asked() throws Exception {
    try (FileLocks locks = locks();
        Store.Hold hold = locks.tryTake("a").orElseThrow()) {
      assertThat(hold).isNotNull();
      assertThat(locks.take("a", Duration.ofMillis(30))).isEmpty();
      assertThat(locks.take("b", Duration.ZERO)).isPresent();
    }
  }

  @Test
  void are_waited_for_until_they_are_given_back() throws Exception {
    try (FileLocks locks = locks()) {
      Store.Hold hold = locks.tryTake("a").orElseThrow();
      Thread thread = new Thread(hold::close);
      thread.start();
      assertThat(locks.take("a", LIMIT)).isPresent();
      thread.join();
    }
  }

  @Test
  void hold_against_another_process_and_end_with_it() throws Exception {
    Process other =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                dir.resolve("lock").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (FileLocks locks = locks();
        var said = new BufferedReader(new InputStreamReader(other.getInputStream(), UTF_8))) {
      assertThat(said.readLine()).isEqualTo("taken");
      assertThat(locks.taken("a")).isTrue();
      assertThat(locks.tryTake("a")).isEmpty();
      assertThat(locks.tryTake("b")).isPresent();
      other.destroyForcibly();
      assertThat(locks.take("a", LIMIT)).isPresent();
    } finally {
      other.destroyForcibly();
    }
  }

  /** The other process: takes the lock and keeps it. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      Optional<Store.Hold> hold = FileLocks.open(Path.of(arguments[0]), notice -> {}).tryTake("a");
      System.out.println(hold.isPresent() ? "taken" : "not taken");
      System.out.flush();
      int unused = System.in.read();
    }
  }

  private FileLocks locks() throws Exception {
    return FileLocks.open(dir.resolve("lock"), notice -> {});
  }
}
