package tunnels.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tunnels.openssh.Connection;
import tunnels.openssh.Guard;
import tunnels.profile.Destination;
import tunnels.profile.Endpoint;
import tunnels.profile.Job;
import tunnels.profile.Profile;
import tunnels.supervise.Following;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobServer;
import tunnels.supervise.Way;

/** What is remembered of a job is what was written. */
class FollowingFileTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir private Path folder;

  static Stream<Optional<JobServer>> servers() {
    return Stream.of(
        Optional.empty(),
        Optional.of(server(new Endpoint.Tcp("localhost", 8787))),
        Optional.of(server(new Endpoint.Unix("/tmp/a b/s"))));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void reads_what_it_wrote(Optional<JobServer> server) throws Exception {
    JobRecord job =
        new JobRecord(
            "0123456789abcdef0123456789abcdef",
            Optional.of("4711"),
            JobRecord.State.READY,
            "words",
            Optional.of(NOON),
            Optional.empty(),
            server,
            List.of("a remark"),
            Optional.of(NOON));
    Way way =
        new Way(
            Way.Kind.NETCAT,
            NOON,
            true,
            List.of("jump: no"),
            Optional.of(link()),
            Optional.of("/s"));
    Following following =
        new Following(
            "hpc",
            Path.of("/p/web.toml"),
            Job.OnDown.KEEP,
            job,
            NOON,
            Optional.of(NOON),
            Optional.of(way));
    files().write("web", following);
    assertThat(files().read()).isEqualTo(Map.of("web", following));
    files().remove("web");
    assertThat(files().read()).isEmpty();
  }

  private JobFiles files() {
    return new JobFiles(folder.resolve("jobs"), Json.gson(), notice -> {});
  }

  private static JobServer server(Endpoint listens) {
    return new JobServer(
        "c1", listens, 12, "345", 1, Optional.of("token"), Optional.empty(), Optional.empty());
  }

  private static Connection link() {
    return new Connection(
        "web@nc",
        new Destination("me@c1", Optional.of("me"), "c1", Optional.empty()),
        Optional.of(Path.of("/c")),
        List.of("ProxyCommand=x"),
        List.of(),
        List.of(),
        new Profile.Health(Duration.ofSeconds(15), Duration.ofSeconds(10)),
        false,
        Optional.of(new Guard("command", "proof")));
  }
}
