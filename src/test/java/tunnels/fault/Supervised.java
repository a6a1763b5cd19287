package tunnels.fault;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import tunnels.fixture.Launched;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;

/** The supervisor, a process of its own that can be killed, stopped and begun again. */
final class Supervised {

  private static final Duration BEGINNING = Duration.ofSeconds(60);

  private final Workbench bench;
  private final Path shift;
  private Launched process;

  private Supervised(Workbench bench) {
    this.bench = bench;
    this.shift = bench.dir().resolve("shift");
  }

  static Supervised start(Workbench bench) throws IOException {
    Supervised supervised = new Supervised(bench);
    supervised.begin();
    return supervised;
  }

  /** Returns when it is at work. */
  void begin() throws IOException {
    process = bench.launch(Map.of(), ShiftedTunnels.words(shift), "supervise");
    await()
        .atMost(BEGINNING)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || said().contains("supervising"));
    if (!process.isAlive()) {
      throw new AssertionError("the supervisor ended: " + said());
    }
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  void stop() {
    process.signal("STOP");
  }

  void goOn() {
    process.signal("CONT");
  }

  void end() throws InterruptedException {
    process.signal("TERM");
    process.expect(0);
  }

  /** What the clock on its wall says, against ours. */
  void shift(Duration now) throws IOException {
    Path beside = shift.resolveSibling("shift.new");
    Files.writeString(beside, now.toString());
    Files.move(beside, shift, StandardCopyOption.ATOMIC_MOVE);
  }

  boolean lives() {
    return ProcessTable.lives(process.pid());
  }

  /** What it has complained of since it began. */
  String said() {
    return process.err();
  }

  String told() {
    return process.out();
  }

  long pid() {
    return process.pid();
  }
}
