package tunnels.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tunnels.openssh.Connection;
import tunnels.openssh.MuxForward;
import tunnels.openssh.StandIn;
import tunnels.process.LocalProcesses;
import tunnels.process.Processes;
import tunnels.profile.Catalogs;
import tunnels.profile.Profile;
import tunnels.state.Leftovers;
import tunnels.state.Machine;
import tunnels.state.StateDirectory;
import tunnels.supervise.ConnectionRecord;
import tunnels.supervise.HeldForward;
import tunnels.supervise.LaunchRecord;
import tunnels.supervise.Wanted;

/**
 * What an installation runs once, so that the JVM can archive the classes of the common commands.
 * They read the examples, none of which is wanted up, and connect to nothing.
 */
public final class Rehearsal {

  /** Of an installation where nothing works as it should. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private static final Duration SETTLING = Duration.ofMillis(500);

  private Rehearsal() {}

  /**
   * @param arguments the folder of examples
   */
  public static void main(String[] arguments)
      throws IOException, ClassNotFoundException, InterruptedException {
    Class.forName("tunnels.Main"); // of which Java would otherwise open the jar
    Path folder = Files.createTempDirectory("tunnels");
    try {
      RehearsalProfiles.write(folder, Path.of(arguments[0]));
      run(folder, "down", "hpc-socks");
      for (String command : List.of("--help", "check", "keepalive", "status")) {
        run(folder, command);
      }
      run(folder, "status", "--json");
      run(folder, "show", "hpc-socks");
      up(folder);
      start(folder);
      failingStart(folder);
    } finally {
      Leftovers.remove(folder);
    }
  }

  /** With a tunnel that is up. */
  private static void up(Path folder) throws IOException, InterruptedException {
    RehearsalProfiles.add(folder, "up");
    Profile profile = Objects.requireNonNull(Catalogs.read(folder, folder).profiles().get("up"));
    try (StateDirectory store =
        StateDirectory.open(folder.resolve("s"), Machine.name(), notice -> {})) {
      Path socket = store.freshSocket("up");
      try (StandIn master = StandIn.at(socket)) {
        store.want(Set.of("up"), Wanted.UP);
        store.write(ConnectionRecord.blank("up").withLaunch(launched(profile, socket, true)));
        run(folder, "status");
        run(folder, "keepalive");
        store.write(ConnectionRecord.blank("up").withLaunch(launched(profile, socket, false)));
        supervise(folder);
      }
    }
  }

  /** With a start that succeeds. */
  private static void start(Path folder) throws IOException {
    RehearsalProfiles.add(folder, "well");
    try (Rehearsed processes = new Rehearsed()) {
      for (String command : List.of("up", "status", "down")) {
        run(processes, nowhere(), folder, command, "well");
      }
    }
  }

  /** With one that fails before it connects. */
  private static void failingStart(Path folder) throws IOException {
    RehearsalProfiles.add(folder, "start");
    run(folder, "up", "start");
    run(folder, "down", "start");
  }

  private static Optional<LaunchRecord> launched(Profile profile, Path socket, boolean proven) {
    Connection connection = Connection.of(List.of(profile));
    List<HeldForward> forwards = new ArrayList<>();
    MuxForward.all(profile)
        .forEach(f -> forwards.add(new HeldForward("up", f, f, 0, Optional.empty())));
    return Optional.of(
        new LaunchRecord(
            socket,
            connection.host(),
            Instant.now(),
            proven,
            connection.fingerprint(),
            false,
            0,
            Optional.ofNullable(profile.file().getParent()),
            forwards));
  }

  /** Until it has told of the tunnel, which it takes over, and watches it. */
  private static void supervise(Path folder) throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Writer listening =
        new FilterWriter(Writer.nullWriter()) {
          @Override
          public void flush() {
            told.countDown();
          }
        };
    PrintWriter out = new PrintWriter(listening);
    Thread supervisor =
        new Thread(() -> run(new LocalProcesses(), out, folder, "supervise"), "supervisor");
    supervisor.setDaemon(true);
    supervisor.start();
    if (told.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
      supervisor.join(SETTLING.toMillis()); // the telling is not yet the end of its pass
      Signals.raise("TERM");
      supervisor.join(LONGEST.toMillis());
    }
  }

  private static void run(Path folder, String... arguments) {
    run(new LocalProcesses(), nowhere(), folder, arguments);
  }

  private static PrintWriter nowhere() {
    return new PrintWriter(Writer.nullWriter());
  }

  private static void run(Processes processes, PrintWriter out, Path folder, String... arguments) {
    Map<String, String> environment =
        Map.of(
            "TUNNELS_CONFIG", folder.toString(), "TUNNELS_STATE", folder.resolve("s").toString());
    Surroundings rehearsed =
        new Surroundings(out, nowhere(), environment, folder, "", InstantSource.system());
    var unused = Cli.run(rehearsed, processes, arguments);
  }
}
