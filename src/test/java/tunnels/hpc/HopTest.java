package tunnels.hpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.ProcessTable;
import tunnels.profile.Endpoint;
import tunnels.supervise.JobServer;

/**
 * The hop on the login node, with an ssh that says what a guard says; the test listens in its
 * stead.
 */
class HopTest {

  private static final String GUARD_OK = "tunnels-guard " + FarSide.NONCE + " ok";
  private static final Pattern LISTENER = Pattern.compile("<(/\\S+/s):localhost:22222>");
  private static final JobServer SERVER =
      new JobServer(
          "c1",
          new Endpoint.Tcp("localhost", 22222),
          4711,
          "99",
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir private Path dir;
  private FarSide far;
  private String arguments = "";

  @BeforeEach
  void login() {
    far = new FarSide(dir);
    far.program(
        "ssh",
        """
        echo $$ >"$FAR/ssh.pid"
        if [ -e "$FAR/ssh.fails" ]; then cat "$FAR/ssh.fails" >&2; exit 255; fi
        printf '<%%s>\\n' "$@" >"$FAR/ssh.new" && mv "$FAR/ssh.new" "$FAR/ssh.arguments"
        while [ "$1" != -L ]; do shift; done
        until [ -S "${2%%%%:*}" ]; do sleep 0.02; done
        echo '%s' >&2
        exec sleep 1000
        """
            .formatted(GUARD_OK));
  }

  @AfterEach
  void nothingStays() {
    far.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void carries_until_its_stdin_ends(String shell) throws IOException {
    Process hop = start(shell, Duration.ofSeconds(15));
    Path socket = ready(hop);
    assertThat(FarSide.Perms.get(socket.getParent())).isEqualTo("rwx------");
    assertThat(arguments)
        .contains("<-L>\n<" + socket + ":localhost:22222>\n<-->\n<c1>\n<exec sh -c '")
        .contains("<BatchMode=yes>", "<ExitOnForwardFailure=yes>", "<StreamLocalBindMask=0177>");
    hop.getOutputStream().close();
    nothingIsLeftOf(hop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void lives_on_heartbeats_and_ends_without(String shell) throws IOException {
    Process hop = start(shell, Duration.ofSeconds(1));
    ready(hop);
    for (int beat = 0; beat < 2; beat++) {
      assertThat(hop.getInputStream().read()).isEqualTo('\n');
      hop.getOutputStream().write("\n".getBytes(UTF_8));
      hop.getOutputStream().flush();
    }
    assertThat(FarSide.line(hop.errorReader())).isEqualTo("the heartbeat stayed away");
    nothingIsLeftOf(hop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUP", "INT", "TERM", "PIPE"})
  void leaves_nothing_after_a_signal(String signal) throws IOException {
    for (String shell : new String[] {"dash", "bash"}) {
      Process hop = start(shell, Duration.ofSeconds(15));
      ready(hop);
      ProcessTable.signal(signal, hop.pid());
      nothingIsLeftOf(hop);
    }
  }

  /** sshd closes what the session read from as soon as it has ended. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void leaves_nothing_after_it_was_killed(String shell) throws Exception {
    Process hop = start(shell, Duration.ofSeconds(15));
    ready(hop);
    hop.destroyForcibly().waitFor();
    hop.getOutputStream().close();
    nothingIsLeftOf(hop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void ends_with_its_ssh(String shell) throws Exception {
    Process hop = start(shell, Duration.ofSeconds(15));
    ready(hop);
    ProcessTable.signal("KILL", Long.parseLong(far.read("ssh.pid").strip()));
    assertThat(hop.waitFor()).isEqualTo(1);
    nothingIsLeftOf(hop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void ends_an_ssh_that_does_not_want_to(String shell) throws IOException {
    far.program("ssh", "trap '' TERM; touch \"$FAR/ssh.runs\"; while :; do sleep 0.1; done");
    Process hop = start(shell, Duration.ofSeconds(15));
    await().until(() -> Files.exists(far.file("ssh.runs")));
    hop.getOutputStream().close();
    nothingIsLeftOf(hop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void says_what_ssh_says(String shell) throws Exception {
    far.write("ssh.fails", "me@c1: Permission denied (publickey).\n");
    Process hop = start(shell, Duration.ofSeconds(15));
    assertThat(FarSide.line(hop.errorReader())).isEqualTo("me@c1: Permission denied (publickey).");
    assertThat(hop.waitFor()).isEqualTo(1);
    nothingIsLeftOf(hop);
  }

  private Process start(String shell, Duration lease) {
    return far.start(shell, "-c", LoginScripts.hop(FarSide.NONCE, SERVER, lease));
  }

  private Path ready(Process hop) throws IOException {
    await().until(() -> Files.exists(far.file("ssh.arguments")));
    Matcher target = LISTENER.matcher(far.read("ssh.arguments"));
    assertThat(target.find()).isTrue();
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(target.group(1)));
    }
    arguments = far.read("ssh.arguments");
    Files.delete(far.file("ssh.arguments"));
    assertThat(FarSide.line(hop.errorReader()))
        .isEqualTo("tunnels-hop " + FarSide.NONCE + " " + target.group(1));
    return Path.of(target.group(1));
  }

  private void nothingIsLeftOf(Process hop) {
    far.awaitNothingLeftOf(hop);
    assertThat(far.places()).isEmpty();
  }
}
