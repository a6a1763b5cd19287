package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.Profiles;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Job;
import tunnels.profile.Profile;
import tunnels.supervise.Following;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobServer;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.Wanted;
import tunnels.supervise.Way;

class DrawingTest {

  @Test
  void shows_forwards_in_both_directions_and_through_a_jump_host() {
    assertThat(
            draw(
                true,
                List.of("me@bastion"),
                "local = '8888:localhost:8888'\nlabel = 'notebook'",
                "local = '*:5432:db:5432'\nexpose = true",
                "remote = '2020'\npermit = ['github.com:22', '*:443']",
                "remote = '/run/web.sock:localhost:3000'"))
        .isEqualTo(
            """
                  ▲    only github.com:22, *:443, as seen from this machine
            ┌─────┼─── this machine ───────────────────────────────────────────────────────┐
            │ ○   │    localhost:8888  notebook                                            │
            │ │   │      every user of this machine can connect                            │
            │ │ ○ │    *:5432                                                              │
            │ │ │ │      EXPOSED: everyone who can reach this machine can connect          │
            │ │ │ │ ▲  localhost:3000                                                      │
            └─┼─┼─┼─┼──────────────────────────────────────────────────────────────────────┘
              │ │ │ │  ssh
            ┌─┼─┼─┼─┼─ me@bastion (jump host) ─────────────────────────────────────────────┐
            └─┼─┼─┼─┼──────────────────────────────────────────────────────────────────────┘
              │ │ │ │  ssh
            ┌─┼─┼─┼─┼─ hpc ────────────────────────────────────────────────────────────────┐
            │ ▼ │ │ │  localhost:8888                                                      │
            │   │ ○ │  localhost:2020 (SOCKS)                                              │
            │   │   │    every user of hpc can connect                                     │
            │   │   ○  /run/web.sock                                                       │
            │   │        only your account on hpc (by its sshd's StreamLocalBindMask) can  │
            │   │        connect                                                           │
            └───┼──────────────────────────────────────────────────────────────────────────┘
                ▼      db:5432, as seen from hpc
            """);
  }

  @Test
  void shows_a_local_forward_in_ascii() {
    assertThat(draw(false, List.of(), "local = '8888:localhost:8888'"))
        .isEqualTo(
            """
            +--- this machine -------------------------------------------------------------+
            | o  localhost:8888                                                            |
            | |    every user of this machine can connect                                  |
            +-+----------------------------------------------------------------------------+
              |  ssh
            +-+- hpc ----------------------------------------------------------------------+
            | v  localhost:8888                                                            |
            +------------------------------------------------------------------------------+
            """);
  }

  @Test
  void shows_the_way_to_the_server_of_a_job() {
    Profile job = Profiles.with("server = '8787'\n[job]\nserver = 'rstudio'\nroute = 'jump'");
    assertThat(draw(true, List.of(), job, Optional.empty()))
        .isEqualTo(
            """
            ┌─── this machine ─────────────────────────────────────────────────────────────┐
            │ ○  localhost:8787                                                            │
            │ │    every user of this machine can connect                                  │
            └─┼────────────────────────────────────────────────────────────────────────────┘
              │  ssh
            ┌─┼─ hpc (login node) ─────────────────────────────────────────────────────────┐
            └─┼────────────────────────────────────────────────────────────────────────────┘
              │  route: jump
            ┌─┼─ the compute node, once the job runs ──────────────────────────────────────┐
            │ ▼  the server of the job                                                     │
            └──────────────────────────────────────────────────────────────────────────────┘
            """);
  }

  @Test
  void names_the_node_and_the_route_of_a_job_that_runs() {
    Profile job =
        Profiles.with("server = '8787'", "local = '1:localhost:2'\n[job]\nserver = 'rstudio'");
    assertThat(draw(true, List.of(), job, Optional.of(running())))
        .contains("┌─┼─┼─ hpc (login node) ─")
        .contains("  │    ssh to the node's sshd, through nc on hpc\n")
        .contains("┌─┼─── c1 (compute node, job 4711) ─");
  }

  @Test
  void is_never_wider_than_a_terminal_whatever_the_names_are() {
    String[] forwards =
        IntStream.range(0, 23)
            .mapToObj(i -> "local = '" + (4000 + i) + ":" + "x".repeat(100) + i + ":80'")
            .toArray(String[]::new);
    String drawn = draw(true, List.of("j".repeat(200)), forwards);
    assertThat(drawn.lines()).allMatch(line -> line.length() <= 80);
    assertThat(drawn.split("┌.* this machine ")).hasSize(4);
  }

  @Test
  void words_of_a_configuration_cannot_draw() {
    String drawn = draw(false, List.of("\u001b[2J\n| o fake"), "local = '1:localhost:2'");
    assertThat(drawn).doesNotContain("\u001b").contains("+-+- \\x1b[2J | o fake (jump host) --");
    assertThat(drawn.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void marks_what_is_exposed_in_red() {
    Profile profile = Profiles.with("dynamic = '*:1080'\nexpose = true");
    String drawn =
        String.join(
            "\n", new Drawing(false, profile, status(profile, Optional.empty())).lines(List.of()));
    assertThat(drawn)
        .contains(Style.BAD.of("*:1080 (SOCKS)"))
        .contains(Style.BAD.of("  EXPOSED: everyone who can reach this machine can connect"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "local = '80:db:80'                               | every user of this machine",
        "local = '/run/s:db:80'                           | only you",
        "local = '*:8080:db:80'~expose = true             | everyone who can reach this machine",
        "local = '192.0.2.1:8080:db:80'~expose = true     | everyone who can reach 192.0.2.1",
        "dynamic = '1080'                                 | every user of this machine",
        "remote = '8080:db:80'                            | every user of hpc",
        "remote = '/run/s:db:80' "
            + "| only your account on hpc (by its sshd's StreamLocalBindMask)",
        "remote = '*:8080:db:80'~expose = true "
            + "| everyone who can reach hpc, if its GatewayPorts allows",
      })
  void tells_who_can_connect(String line, String audience) {
    Forward forward = Profiles.forward(line.strip().replace('~', '\n'));
    assertThat(Audience.of(forward, "hpc")).isEqualTo(audience);
  }

  private static String draw(boolean unicode, List<String> hops, String... forwards) {
    return draw(unicode, hops, Profiles.with(forwards), Optional.empty());
  }

  private static String draw(
      boolean unicode, List<String> hops, Profile profile, Optional<Following> job) {
    List<String> lines = new Drawing(unicode, profile, status(profile, job)).lines(hops);
    return Style.render(String.join("\n", lines), false) + "\n";
  }

  private static Following running() {
    JobServer server =
        new JobServer(
            "c1",
            new Endpoint.Tcp("127.0.0.1", 8787),
            1,
            "2",
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    JobRecord record =
        new JobRecord(
            "0".repeat(32),
            Optional.of("4711"),
            JobRecord.State.READY,
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.of(server),
            List.of(),
            Optional.empty());
    Way way =
        new Way(
            Way.Kind.NETCAT, Instant.EPOCH, true, List.of(), Optional.empty(), Optional.empty());
    return new Following(
        "a",
        Path.of("/p/web.toml"),
        Job.OnDown.CANCEL,
        record,
        Instant.EPOCH,
        Optional.empty(),
        Optional.of(way));
  }

  private static TunnelStatus status(Profile profile, Optional<Following> job) {
    return new TunnelStatus(
        "a",
        Wanted.DOWN,
        Phase.DOWN,
        Optional.of("hpc"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        profile.forwards().stream().map(DrawingTest::idle).toList(),
        job);
  }

  private static TunnelStatus.ForwardStatus idle(Forward forward) {
    return new TunnelStatus.ForwardStatus(
        forward.kind().word(),
        forward.spec(),
        forward.listen().toString(),
        forward.target().map(Object::toString),
        forward.label(),
        false,
        Optional.empty(),
        Optional.empty());
  }
}
