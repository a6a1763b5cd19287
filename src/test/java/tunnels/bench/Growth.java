package tunnels.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tunnels.fixture.Workbench;
import tunnels.openssh.Connection;
import tunnels.openssh.MuxForward;
import tunnels.profile.Catalogs;
import tunnels.profile.Profile;
import tunnels.state.Machine;
import tunnels.state.StateDirectory;
import tunnels.supervise.ConnectionRecord;
import tunnels.supervise.HeldForward;
import tunnels.supervise.LaunchRecord;
import tunnels.supervise.Wanted;

/** What one pass over tunnels that are all up costs, by their number; the masters are fakes. */
final class Growth implements Group {

  private static final int[] COUNTS = {10, 100, 1_000};

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public void measure(Options options, Report report) throws Exception {
    List<Installed> all = Installed.all(options);
    try (Workbench bench = Workbench.clean();
        FakeMasters masters = new FakeMasters()) {
      int written = 0;
      for (int count : COUNTS) {
        for (int number = written; number < count; number++) {
          Start.profile(bench, number);
        }
        up(bench, masters, written);
        written = count;
        for (String command : List.of("status", "keepalive")) {
          Contest contest = new Contest(name(), command + ", " + count + " up", Unit.MILLISECONDS);
          for (Installed installed : all) {
            List<String> words = Start.words(installed.at(), bench);
            words.add(command);
            contest.with(installed.name(), () -> Start.taken(words));
          }
          contest.run(options.runs(), report);
        }
      }
    }
  }

  /** As after a start, in the program's own words. */
  private static void up(Workbench bench, FakeMasters masters, int from) throws IOException {
    Path config = bench.dir().resolve("c");
    try (StateDirectory store = StateDirectory.open(bench.state(), Machine.name(), notice -> {})) {
      for (Profile profile : Catalogs.read(config, bench.dir()).profiles().values()) {
        if (Integer.parseInt(profile.name().substring(1)) >= from) {
          Path socket = store.freshSocket(profile.name());
          masters.at(socket);
          store.write(ConnectionRecord.blank(profile.name()).withLaunch(launch(profile, socket)));
          store.want(Set.of(profile.name()), Wanted.UP);
        }
      }
    }
  }

  private static Optional<LaunchRecord> launch(Profile profile, Path socket) {
    List<HeldForward> forwards =
        profile.forwards().stream()
            .map(MuxForward::of)
            .map(f -> new HeldForward(profile.name(), f, f, 0, Optional.empty()))
            .toList();
    Connection connection = Connection.of(List.of(profile));
    return Optional.of(
        new LaunchRecord(
            socket,
            connection.host(),
            Instant.now(),
            true,
            connection.fingerprint(),
            false,
            0,
            Optional.of(profile.file().toAbsolutePath().getParent()),
            forwards));
  }
}
