package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Pty;
import tunnels.fixture.Workbench;

/** {@code status --watch}: a live screen on a terminal, and plain text anywhere else. */
@Timeout(60)
class StatusWatchIT {

  private static final String TAKE = "\u001b[?1049h\u001b[?25l\u001b[?7l";
  private static final String GIVE_BACK = "\u001b[?7h\u001b[?25h\u001b[?1049l";

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());

  @Test
  void shows_changes_as_they_come_and_gives_the_screen_back_at_an_interrupt() throws Exception {
    tunnel("a");
    Pty pty = Pty.run(bench, Map.of("NO_COLOR", "1"), "status", "--watch");
    pty.shows("1 down");
    bench.expect(0, "up", "a");
    pty.shows("1 up");
    assertThat(pty.shown()).startsWith(TAKE).doesNotContain(GIVE_BACK, "\u001b[2J");
    kill(bench.pid("a"));
    bench.expect(0, "keepalive");
    pty.shows("s ago: the ssh proc");
    tunnel("b");
    pty.shows("1 down, 1 up");
    pty.type("\u0003");
    assertThat(pty.finish()).isZero();
    assertThat(pty.shown()).endsWith(GIVE_BACK);
  }

  @Test
  void gives_the_screen_back_when_it_is_told_to_end() throws Exception {
    tunnel("a");
    Pty pty = Pty.run(bench, Map.of(), "status", "--watch", "a");
    pty.shows("1 down");
    List<ProcessTable.Row> programs =
        ProcessTable.having("TUNNELS_STATE=" + bench.state()).stream()
            .filter(row -> row.command().contains("tunnels.Main status --watch"))
            .toList();
    assertThat(programs).hasSize(1);
    ProcessTable.signal("TERM", programs.get(0).pid());
    assertThat(pty.finish()).as("a is not up").isEqualTo(3);
    assertThat(pty.shown()).endsWith(GIVE_BACK);
  }

  @Test
  void no_line_is_longer_than_the_terminal_is_wide_and_none_is_below_it() throws Exception {
    for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
      tunnel(name);
    }
    Pty pty =
        Pty.run(bench, Map.of("NO_COLOR", "1", "COLUMNS", "30", "LINES", "8"), "status", "--watch");
    pty.shows("lines more");
    pty.type("\u0003");
    assertThat(pty.finish()).isZero();
    String frames = pty.shown().replace(TAKE, "").replace(GIVE_BACK, "");
    for (String frame : frames.split("\u001b\\[H", -1)) {
      List<String> lines = frame.replaceAll("\u001b\\[[KJ]|\\^C", "").lines().toList();
      assertThat(lines).hasSizeLessThanOrEqualTo(7).allMatch(line -> line.length() <= 30);
    }
  }

  @Test
  void is_plain_text_in_a_pipe_and_on_a_terminal_that_cannot_be_drawn_on() throws Exception {
    tunnel("a");
    Launched pipe = bench.launch("status", "--watch");
    Pty dumb = Pty.run(bench, Map.of("NO_COLOR", "1", "TERM", "dumb"), "status", "--watch");
    Stream.<Supplier<String>>of(pipe::out, dumb::shown)
        .forEach(
            out -> {
              await().until(() -> out.get().split("NAME", -1).length > 2);
              assertThat(out.get()).doesNotContain("\u001b");
            });
    pipe.signal("TERM");
    pipe.expect(143);
    dumb.type("\u0003");
    dumb.finish();
  }

  private void tunnel(String name) throws Exception {
    bench.tunnel(name, local(Ports.free(), echo.port()));
  }

  private static void kill(long master) {
    ProcessTable.signal("KILL", master);
    await().until(() -> !ProcessTable.lives(master));
  }
}
