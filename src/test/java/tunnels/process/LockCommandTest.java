package tunnels.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tunnels.fixture.ProcessTable;

@Timeout(60)
class LockCommandTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path dir;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Test
  void is_ended_with_its_children_when_the_tunnel_is_down() throws Exception {
    Companion lock = start("echo key; sleep 600 & wait");
    lock.end();
    await().atMost(SOON).until(() -> processes().isEmpty());
    assertThat(dir.resolve("down")).doesNotExist();
  }

  /** As a killed process leaves it: its end of the pipe is closed. */
  @Test
  void ends_after_the_tunnel_where_nobody_says_that_it_is_down() throws Exception {
    Companion lock = start("trap 'test -e down && echo after > told; exit' TERM; echo key; wait_");
    lock.close();
    await().atMost(SOON).until(() -> processes().isEmpty());
    assertThat(dir.resolve("down")).exists();
    assertThat(dir.resolve("told")).hasContent("after");
  }

  @Test
  void is_killed_where_it_does_not_end() throws Exception {
    Companion lock = start("trap '' TERM; echo key; wait_");
    lock.end();
    await().atMost(SOON).until(() -> processes().isEmpty());
  }

  @Test
  void tells_that_the_lock_is_lost() throws Exception {
    Companion lock = start("echo key; until test -e lost; do sleep 0.05; done");
    Files.createFile(dir.resolve("lost"));
    await().atMost(SOON).until(() -> heard.contains("ended false"));
    lock.end();
    await().atMost(SOON).until(() -> processes().isEmpty());
  }

  @Test
  void tells_that_its_watcher_was_killed_and_can_be_ended_without_it() throws Exception {
    Companion lock = start("echo key; wait_");
    long us = ProcessHandle.current().pid();
    processes().stream()
        .filter(
            row ->
                ProcessHandle.of(row.pid()).flatMap(ProcessHandle::parent).orElseThrow().pid()
                    == us)
        .forEach(ProcessTable.Row::kill);
    await().atMost(SOON).until(() -> heard.contains("ended true"));
    assertThat(processes()).as("the lock is still ours").isNotEmpty();
    lock.end();
    await().atMost(SOON).until(() -> processes().isEmpty());
  }

  private Companion start(String command) {
    String text = "cd " + dir + "; " + command.replace("wait_", "while :; do sleep 0.05; done");
    List<String> takedown = List.of("sh", "-c", "sleep 0.3; : > " + dir.resolve("down"));
    Companion lock =
        LockCommand.start(
            text,
            takedown,
            new Companion.Listener() {
              @Override
              public void firstLine() {
                heard.add("line");
              }

              @Override
              public void ended(boolean unwatched) {
                heard.add("ended " + unwatched);
              }
            });
    await().atMost(SOON).until(() -> heard.contains("line"));
    return lock;
  }

  private List<ProcessTable.Row> processes() {
    return ProcessTable.naming(dir.toString());
  }
}
