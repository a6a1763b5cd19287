package tunnels.hpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.ProcessTable;
import tunnels.profile.Endpoint;
import tunnels.profile.Job;
import tunnels.supervise.JobServer;

/**
 * Jobscripts in real shells. The server that a job starts only says what it was given and stays;
 * the test listens in its stead, as the same user.
 */
class JobScriptTest {

  private static final String TELLS =
      "printf '%s\\n' \"$TUNNELS_PORT\" \"$TUNNELS_SOCKET\" \"$WORD\" >\"$FAR/told.new\";"
          + " mv \"$FAR/told.new\" \"$FAR/told\"; exec sleep 1000";

  @TempDir private Path dir;
  private FarSide far;

  @BeforeEach
  void cluster() throws IOException {
    far = new FarSide(dir);
    Files.createDirectories(far.directory());
    FarSide.Perms.set(far.directory(), "rwx------");
    far.set("SLURM_JOB_ID", "42");
    far.set("SLURMD_NODENAME", "c1");
    far.set("TUNNELS_WAIT", "30");
  }

  @AfterEach
  void nothingStays() {
    far.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void says_where_the_server_listens_until_it_ends(String shell) throws Exception {
    Process job = start(shell, FarSide.command(TELLS));
    try (var socket = listen("127.0.0.1")) {
      JobServer server = published(0);
      assertThat(server.node()).isEqualTo("c1");
      assertThat(server.listens()).isEqualTo(new Endpoint.Tcp("localhost", socket.getLocalPort()));
      assertThat(ProcessTable.naming("sleep 1000")).anyMatch(row -> row.pid() == server.pid());
      assertThat(FarSide.Perms.get(connection())).isEqualTo("rw-------");
      ProcessTable.signal("KILL", server.pid());
      assertThat(job.waitFor()).isEqualTo(128 + 9);
    }
    nothingIsLeftOf(job);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void takes_a_socket_that_only_its_user_can_reach(String shell) throws Exception {
    Process job = start(shell, FarSide.command(TELLS));
    Path socket = Path.of(told().get(1));
    assertThat(socket.toString()).hasSizeLessThan(100);
    assertThat(FarSide.Perms.get(socket.getParent())).isEqualTo("rwx------");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      assertThat(published(0).listens()).isEqualTo(new Endpoint.Unix(socket.toString()));
      ProcessTable.signal("TERM", job.pid());
      assertThat(job.waitFor()).isEqualTo(128 + 15);
    }
    nothingIsLeftOf(job);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void ends_a_server_that_other_machines_can_reach(String shell) throws Exception {
    Process job = start(shell, FarSide.command(TELLS));
    try (var socket = listen("0.0.0.0")) {
      assertThat(job.waitFor()).isEqualTo(1);
      assertThat(file().orElseThrow().fault())
          .contains(
              "other machines can reach the server on port %d: let it listen on 127.0.0.1"
                  .formatted(socket.getLocalPort()));
    }
    far.awaitNothingLeftOf(job);
    assertThat(far.places()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void lets_it_where_that_is_wished(String shell) throws Exception {
    start(shell, job(Job.Server.COMMAND, Optional.of(TELLS), true));
    try (var socket = listen("0.0.0.0")) {
      assertThat(published(0).listens())
          .isEqualTo(new Endpoint.Tcp("localhost", socket.getLocalPort()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void jupyter_has_a_token_that_no_command_line_shows(String shell) throws Exception {
    far.program("jupyter-lab", "WORD=\"$JUPYTER_TOKEN $*\"; " + TELLS);
    start(shell, job(Job.Server.JUPYTER, Optional.empty(), false));
    Path socket = Path.of(told().get(1));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      String token = published(0).token().orElseThrow();
      assertThat(token).matches("[0-9a-f]{48}");
      assertThat(told().get(2))
          .isEqualTo(
              token
                  + " --no-browser --ServerApp.port=8888 --ServerApp.sock="
                  + socket
                  + " --ServerApp.sock_mode=0600");
    }
  }

  /** What rserver(8) itself makes of it was not seen. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void rstudio_lets_in_who_knows_the_token(String shell) throws Exception {
    far.program("rserver", "WORD=$TUNNELS_DIR; " + TELLS);
    start(shell, job(Job.Server.RSTUDIO, Optional.empty(), false));
    try (var socket = listen("127.0.0.1")) {
      assertThat(socket.isBound()).isTrue();
      String token = published(0).token().orElseThrow();
      assertThat(letsIn(System.getProperty("user.name"), token)).isTrue();
      assertThat(letsIn(System.getProperty("user.name"), token + "x")).isFalse();
      assertThat(letsIn("nobody", token)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void a_script_of_ones_own_is_the_server(String shell) throws Exception {
    String script = "#!/bin/sh\n#SBATCH -t 5\nWORD=\"it's $0\"\n" + TELLS + "\n";
    start(shell, JobScript.text(own(), FarSide.NONCE, Optional.of(script)));
    assertThat(told().get(2)).isEqualTo("it's " + far.directory().resolve("script"));
    try (var socket = listen("127.0.0.1")) {
      assertThat(socket.isBound()).isTrue();
      assertThat(published(0).token()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void runs_the_setup_as_it_was_written_and_apart(String shell) throws Exception {
    Job job =
        FarSide.command(
            TELLS,
            "export WORD='a  b$(echo c)'",
            "set -e; cd /; dir=/nowhere; trap - EXIT",
            "true");
    start(shell, job);
    assertThat(told().get(2)).isEqualTo("a  b$(echo c)");
    try (var socket = listen("127.0.0.1")) {
      assertThat(socket.isBound()).isTrue();
      published(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void says_that_the_server_did_not_start(String shell) throws Exception {
    assertThat(start(shell, FarSide.command("exit 3")).waitFor()).isEqualTo(1);
    assertThat(file().orElseThrow().fault())
        .contains("the server ended with status 3 before it listened");
    assertThat(start(shell, FarSide.command("true", "if (")).waitFor()).isEqualTo(1);
    assertThat(file().orElseThrow().fault().orElseThrow()).contains("before it listened");
    far.set("TUNNELS_WAIT", "1");
    assertThat(start(shell, FarSide.command("exec sleep 1000")).waitFor()).isEqualTo(1);
    assertThat(file().orElseThrow().fault().orElseThrow()).startsWith("the server listens neither");
    assertThat(far.places()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void a_requeued_job_replaces_what_an_earlier_run_left(String shell) throws Exception {
    FarSide.write(connection(), "nonce=" + FarSide.NONCE + "\njob=42\nnode=c9\nrestarts=0\n");
    far.set("SLURM_RESTART_COUNT", "1");
    Process job = start(shell, FarSide.command(TELLS));
    try (var socket = listen("127.0.0.1")) {
      assertThat(socket.isBound()).isTrue();
      assertThat(published(1).restarts()).isEqualTo(1);
      FarSide.write(connection(), "another run's");
      ProcessTable.signal("TERM", job.pid());
      job.waitFor();
    }
    assertThat(connection()).hasContent("another run's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void a_long_or_odd_TMPDIR_is_not_used(String shell) throws Exception {
    far.set("TMPDIR", Files.createDirectory(dir.resolve("it's %h:")).toString());
    Process job = start(shell, FarSide.command(TELLS));
    assertThat(told().get(1)).matches("/tmp/tunnels\\.\\w+/s");
    ProcessTable.signal("TERM", job.pid());
    job.waitFor();
    assertThat(Path.of(told().get(1)).getParent()).doesNotExist();
  }

  @Test
  void the_lines_for_sbatch_of_a_script_of_ones_own_count() {
    String script = "#!/bin/bash\n# mine\n#SBATCH -p gpu\n\n#SBATCH -t 5\nrun\n#SBATCH -n 9\n";
    assertThat(JobScript.text(own(), FarSide.NONCE, Optional.of(script)))
        .startsWith("#!/bin/bash -l\n#SBATCH -p gpu\n#SBATCH -t 5\nnonce=")
        .contains(FarShell.set("script", script));
  }

  private Process start(String shell, Job job) throws IOException {
    return start(shell, JobScript.text(job, FarSide.NONCE));
  }

  private Process start(String shell, String text) throws IOException {
    Files.deleteIfExists(far.file("told"));
    FarSide.write(far.file("job.sh"), text);
    return far.start(shell, far.file("job.sh").toString());
  }

  private static Job own() {
    return new Job(
        Job.Server.COMMAND,
        Optional.empty(),
        Optional.of(Path.of("/home/me/job.sh")),
        List.of(),
        List.of(),
        Job.Route.AUTO,
        Job.OnDown.CANCEL,
        false,
        1);
  }

  private static Job job(Job.Server server, Optional<String> command, boolean expose) {
    return new Job(
        server,
        command,
        Optional.empty(),
        List.of(),
        List.of(),
        Job.Route.AUTO,
        Job.OnDown.CANCEL,
        expose,
        1);
  }

  private boolean letsIn(String user, String password) throws Exception {
    Process helper = far.start(told().get(2) + "/pam-helper", user);
    far.feed(helper, password);
    return helper.waitFor() == 0;
  }

  private List<String> told() {
    await().until(() -> Files.exists(far.file("told")));
    return far.read("told").lines().toList();
  }

  private ServerSocket listen(String address) throws IOException {
    ServerSocket socket = new ServerSocket();
    int port = Integer.parseInt(told().get(0));
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
    return socket;
  }

  private JobServer published(int restarts) {
    await().until(() -> file().filter(f -> f.of(FarSide.NONCE, "42", restarts)).isPresent());
    return file().flatMap(ConnectionFile::server).orElseThrow();
  }

  private Optional<ConnectionFile> file() {
    return ConnectionFile.parse(FarSide.text(connection()).lines().toList());
  }

  private Path connection() {
    return far.directory().resolve("connection");
  }

  private void nothingIsLeftOf(Process job) {
    far.awaitNothingLeftOf(job);
    assertThat(connection()).doesNotExist();
    assertThat(far.places()).isEmpty();
  }
}
