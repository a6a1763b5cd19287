package tunnels.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.Cluster;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.RequiresCluster;
import tunnels.fixture.Workbench;

/** A server in a SLURM job, where every machine has a network, a /tmp and processes of its own. */
@RequiresCluster
@Timeout(180)
class JobClusterIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> MACHINES = List.of("login1", "login2", "c1", "c2");
  private static final List<String> USERS = List.of("alice", "bob");

  /** Its page is the name of the node. */
  private static final String PAGE =
      "cd $TUNNELS_DIR && uname -n >node"
          + " && exec python3 -m http.server --bind 127.0.0.1 $TUNNELS_PORT";

  /** Its page is the account's name. */
  private static final String ON_SOCKET =
      """
      import getpass, http.server, os, socketserver

      class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
          self.send_response(200)
          self.end_headers()
          self.wfile.write(getpass.getuser().encode())
        def log_message(self, *words):
          pass

      socketserver.ThreadingUnixStreamServer(os.environ["TUNNELS_SOCKET"], Page).serve_forever()
      """;

  /** A dead link is seen after three seconds. */
  private static final String QUICK = "[health]\nalive = \"1s\"";

  private static Cluster cluster;
  private static Map<String, List<String>> listeners;

  private final int port = Ports.free();
  private Workbench bench;

  @BeforeAll
  static void up() throws Exception {
    cluster = Cluster.start();
    listeners = listeners();
  }

  @AfterAll
  static void down() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    bench = Workbench.at(cluster);
  }

  @AfterEach
  void nothing_is_left_anywhere() throws Exception {
    try {
      launch("down", "--all").finish();
    } finally {
      bench.close();
      for (String user : USERS) {
        cluster.run("login1", user, "scancel", "-u", user);
      }
    }
    soon().untilAsserted(JobClusterIT::assertNothingIsLeft);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jump", "socket", "srun", "auto"})
  void each_route_carries_a_page_with_one_login_and_leaves_nothing(String route) throws Exception {
    roundRobin();
    long logins = logins();
    Map<String, Long> there = Map.of("c1", cluster.logins("c1"), "c2", cluster.logins("c2"));
    job("route = \"" + route + "\"");

    String up = tunnels(0, "up", "web").out();

    assertThat(up).contains(", by " + (route.equals("auto") ? "jump" : route));
    String node = page();
    assertThat(node).startsWith("c");
    assertThat(cluster.processes("alice", node)).as("by an sshd").anyMatch(p -> p.contains("sshd"));
    assertThat(cluster.logins(node) - there.get(node)).isEqualTo(route.equals("srun") ? 0 : 1);
    tunnels(0, "down", "web");
    assertThat(logins() - logins).as("logins at the login nodes").isEqualTo(1);
    bench.insistOnNothingLeft();
    soon().untilAsserted(JobClusterIT::assertNothingIsLeft);
  }

  @Test
  void where_the_login_node_forbids_tcp_another_way_is_taken_and_it_is_said_why() throws Exception {
    cluster.stopSshd("login1");
    cluster.startSshd("login1", "AllowTcpForwarding=no");
    try {
      job("");
      Workbench.Run up = tunnels(0, "up", "web");
      assertThat(up.out()).contains(", by nc");
      assertThat(up.toString()).contains("not by jump: ");
      assertThat(page()).startsWith("c");
      tunnels(0, "down", "web");
    } finally {
      cluster.stopSshd("login1");
      cluster.startSshd("login1");
    }
  }

  @Test
  void a_node_without_sshd_is_reached_by_srun_and_it_is_said_why() throws Exception {
    cluster.stopSshd("c1");
    cluster.stopSshd("c2");
    try {
      job("");
      Workbench.Run up = tunnels(0, "up", "web");
      assertThat(up.out()).contains(", by srun");
      assertThat(up.toString()).contains("not by jump: ", "not by nc: ", "not by socket: ");
      assertThat(page()).startsWith("c");
      tunnels(0, "down", "web");
      Workbench.Run again = tunnels(0, "up", "web");
      assertThat(again.out()).contains(", by srun");
      assertThat(again.toString()).as("what led there is remembered").doesNotContain("not by");
      tunnels(0, "down", "web");
    } finally {
      cluster.startSshd("c1");
      cluster.startSshd("c2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jump", "socket", "srun"})
  void whichever_ssh_is_killed_the_far_side_is_empty_and_the_job_goes_on(String route)
      throws Exception {
    job("route = \"" + route + "\"");
    tunnels(0, "up", "web");
    String id = jobId();
    List<String> killed = new ArrayList<>();
    for (int victim = 0; victim < victims().size(); victim++) {
      ProcessTable.Row row = victims().get(victim);
      killed.add(row.command());
      row.kill();
      soon().untilAsserted(JobClusterIT::assertNoWayIsLeft);
      assertThat(page()).isEmpty();
      soon()
          .untilAsserted(
              () -> {
                launch("keepalive").finish();
                assertThat(page()).as("after the end of %s", killed).startsWith("c");
              });
    }
    assertThat(killed).hasSizeGreaterThan(1);
    assertThat(jobId()).isEqualTo(id);
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void wherever_up_is_killed_the_next_one_goes_on_with_the_same_job() throws Exception {
    job("route = \"socket\"");
    List<Stage> stages =
        List.of(
            () -> !bench.masters().isEmpty(),
            () -> pending() > 0,
            () -> cluster.files("alice", "login1").toString().contains("/connection"),
            () -> !cluster.processes("alice", "login1").toString().contains("/tmp/tunnels."));
    for (Stage stage : stages) {
      Launched up = launch("up", "web");
      soon().pollInterval(Duration.ofMillis(10)).until(() -> stage.reached() || !up.isAlive());
      up.kill();
    }
    tunnels(0, "up", "web");
    assertThat(page()).startsWith("c");
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void a_killed_supervisor_changes_nothing_and_the_next_one_goes_on() throws Exception {
    job("route = \"socket\"");
    tunnels(0, "up", "web");
    String id = jobId();
    Launched first = supervisor();
    first.kill();
    assertThat(page()).startsWith("c");
    Launched second = supervisor();
    victims().forEach(ProcessTable.Row::kill);
    soon().until(() -> page().startsWith("c"));
    assertThat(jobId()).isEqualTo(id);
    end(second);
  }

  @Test
  void a_hop_ends_when_the_cable_is_cut_and_comes_back_with_it() throws Exception {
    job("route = \"socket\"", QUICK);
    tunnels(0, "up", "web");
    String id = jobId();
    Launched supervisor = supervisor();
    cluster.cutLink("laptop");
    try {
      soon().untilAsserted(JobClusterIT::assertNoWayIsLeft);
      assertThat(page()).isEmpty();
    } finally {
      cluster.healLink("laptop");
    }
    soon().until(() -> page().startsWith("c"));
    assertThat(jobId()).isEqualTo(id);
    end(supervisor);
  }

  @Test
  void when_a_node_crashes_a_job_is_followed_or_held_with_words() throws Exception {
    int otherPort = Ports.free();
    job(bench, "followed", port, "sbatch = [\"--requeue\"]", QUICK);
    job(bench, "held", otherPort, "sbatch = [\"--no-requeue\"]", QUICK);
    tunnels(0, "up", "--all");
    String node = page();
    assertThat(page(otherPort)).isEqualTo(node);
    Launched supervisor = supervisor();
    cluster.crash(node);
    try {
      soon().until(() -> bench.phase("followed").equals("queued"));
      startAgain(jobId("followed"));
      soon().until(() -> page().equals(other(node)));
      soon().until(() -> bench.phase("held").equals("held"));
      soon().until(() -> bench.phase("followed").equals("up"));
      soon()
          .untilAsserted(
              () -> assertThat(bench.status("held").toString()).contains("its node failed"));
      assertThat(page(otherPort)).isEmpty();
    } finally {
      cluster.boot(node);
      soon().until(() -> isUp(node));
    }
    end(supervisor);
  }

  @Test
  void a_preempted_job_is_left_first_and_reached_again_on_another_node() throws Exception {
    job("sbatch = [\"--requeue\"]");
    tunnels(0, "up", "web");
    String node = page();
    Launched supervisor = supervisor();
    String[] where = {"--partition=urgent", "--exclusive", "--nodelist=" + node};
    cluster.submit(where[0], where[1], where[2], "--output=/dev/null", "--wrap", "sleep 600");
    soon().until(() -> bench.phase("web").equals("queued"));
    assertThat(page()).isEmpty();
    startAgain(jobId());
    soon().until(() -> page().equals(other(node)));
    end(supervisor);
  }

  @Test
  void a_job_that_nobody_remembers_is_ended_by_clean_and_by_that_of_no_other_laptop()
      throws Exception {
    job("");
    tunnels(0, "up", "web");
    String id = jobId();
    try (Workbench other = Workbench.at(cluster)) {
      other.tunnel("plain", Workbench.local(Ports.free(), 22));
      Files.writeString(
          other.profileFile("web"),
          Files.readString(bench.profileFile("web"))
              .replace("[job]", "connection = \"plain\"\n[job]"));
      other.launch(Map.of(), cluster.onLaptop(), "up", "plain").expect(0);
      assertThat(other.expect(0, "clean").out()).isEmpty();
      other.launch(Map.of(), cluster.onLaptop(), "down", "--all").expect(0);
    }
    assertThat(tunnels(0, "clean", "--dry-run").out()).isEmpty();
    assertThat(page()).startsWith("c");

    Files.delete(bench.machine().resolve("jobs/web.json"));
    assertThat(tunnels(0, "clean", "--dry-run").out()).contains("would remove job " + id);
    assertThat(pending()).isEqualTo(1);
    assertThat(tunnels(0, "clean").out()).contains("removed job " + id);
    assertThat(pending()).isZero();
    assertThat(page()).isEmpty();
  }

  @Test
  void the_end_of_the_time_limit_is_told_once() throws Exception {
    job("sbatch = [\"--time=20\"]");
    tunnels(0, "up", "web");
    String said = "web: the time limit of job " + jobId() + " is over at ";
    assertThat(tunnels(0, "keepalive").out()).startsWith(said);
    assertThat(tunnels(0, "keepalive").out()).isEmpty();
    Launched supervisor = supervisor();
    end(supervisor);
    assertThat(supervisor.out()).doesNotContain(said);
  }

  /** Two people of the same login node and node. */
  @Test
  void another_user_has_the_same_and_gets_at_nothing() throws Exception {
    Workbench alices = bench;
    Path server = alices.dir().resolve("server");
    Files.writeString(server, "#!/bin/sh\nexec python3 -c '" + ON_SOCKET + "'\n");
    alices.profile(
        "web",
        "host = \"hpc\"",
        "[job]",
        "script = \"" + server + "\"",
        "route = \"socket\"",
        "sbatch = [\"--nodelist=c1\"]",
        "[[forward]]",
        "server = \"" + port + "\"");
    int bobsPort = Ports.free();
    try (Workbench bobs = Workbench.at(cluster)) {
      Files.writeString(
          bobs.profileFile("web"),
          Files.readString(alices.profileFile("web"))
              .replace("\"hpc\"", "\"bob@hpc\"")
              .replace("\"" + port + "\"", "\"" + bobsPort + "\""));
      Launched bob = bobs.launch(Map.of(), cluster.onLaptop(), "up", "web");
      tunnels(0, "up", "web");
      bob.expect(0);
      assertThat(who(port)).isEqualTo("alice");
      assertThat(who(bobsPort)).isEqualTo("bob");
      assertBobGetsAtNothing();
      bobs.launch(Map.of(), cluster.onLaptop(), "down", "web").expect(0);
      assertThat(who(port)).isEqualTo("alice");
    }
  }

  private static void assertBobGetsAtNothing() throws Exception {
    for (String machine : List.of("login1", "c1")) {
      List<String> sockets =
          cluster.listeners(machine).stream().filter(l -> l.contains("/tunnels.")).toList();
      assertThat(sockets).as("alice's and bob's on %s", machine).hasSize(2);
      List<String> open = new ArrayList<>();
      for (String socket : sockets) {
        String said = tried("bob", machine, "curl -sS --unix-socket " + socket + " http://x/");
        open.addAll(said.endsWith("bob") ? List.of(socket) : List.of());
        assertThat(said).doesNotContain("alice");
      }
      assertThat(open).as("bob's own on %s", machine).hasSize(1);
      assertThat(tried("bob", machine, "ls ~alice/.tunnels; cat ~alice/.tunnels/*/*"))
          .contains("Permission denied")
          .doesNotContain("nonce=");
      String files = cluster.files("alice", machine).toString();
      assertThat(files).contains("/output", "/connection", "/tmp/tunnels.");
      String reads = "find /tmp ! -user bob -type f -exec head -c 1 {} + ; ls /tmp/tunnels.*";
      assertThat(tried("bob", machine, reads)).contains("Permission denied");
    }
  }

  private static String tried(String user, String machine, String line) throws Exception {
    return cluster.run(machine, user, "sh", "-c", "{ " + line + "; } 2>&1; :").strip();
  }

  private static String who(int port) throws Exception {
    return cluster.laptop("curl", "-sS", "-m", "10", "http://localhost:" + port + "/");
  }

  /** Without pam_slurm_adopt a session outlives its job, and anybody may take the port. */
  @ParameterizedTest
  @ValueSource(strings = {"jump", "socket"})
  void who_takes_the_servers_port_is_never_reached(String route) throws Exception {
    job("route = \"" + route + "\"");
    tunnels(0, "up", "web");
    String node = page();
    int there = serversPort(node);
    Launched supervisor = supervisor();
    Process thief = thief(node, there);
    try {
      cluster.run("login1", "alice", "scancel", jobId());
      soon().until(() -> cluster.processes("bob", node).toString().contains("http.server"));
      soon()
          .pollInterval(Duration.ofMillis(20))
          .until(() -> page().isEmpty() && bench.phase("web").equals("held"));
      assertThat(cluster.run(node, "bob", "curl", "-s", "localhost:" + there + "/node"))
          .isEqualTo("bob\n");
      assertThat(page()).isEmpty();
    } finally {
      thief.destroy();
      cluster.run(node, "bob", "sh", "-c", "kill $(cat page/pid); rm -r page");
    }
    end(supervisor);
  }

  /** As soon as alice's server is gone. */
  private static Process thief(String node, int there) throws Exception {
    String line =
        "mkdir -p page; cd page; echo bob >node; while [ -n \"$(ss -Hltn sport = :%1$d)\" ]; do :; done; echo $$ >pid;"
            + " exec python3 -m http.server --bind 127.0.0.1 %1$d >/dev/null 2>&1";
    List<String> words = new ArrayList<>(cluster.on(node, "bob"));
    words.addAll(List.of("sh", "-c", line.formatted(there)));
    return new ProcessBuilder(words)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }

  private int serversPort(String node) throws Exception {
    String connection = cluster.run(node, "alice", "sh", "-c", "cat .tunnels/*/connection");
    return Integer.parseInt(connection.replaceAll("(?s).*\nport=([0-9]+)\n.*", "$1"));
  }

  @Test
  void the_controller_may_be_away_for_a_while() throws Exception {
    job("sbatch = [\"--begin=now+1hour\"]");
    Launched up = launch("up", "web");
    soon().until(() -> up.err().contains("web: queued: job"));
    up.signal("INT");
    assertThat(up.expect(1).err()).contains("`tunnels up web` goes on waiting");
    tunnels(0, "keepalive");
    assertThat(bench.phase("web")).isEqualTo("queued");
    String id = jobId();
    cluster.cutLink("ctl");
    try {
      soon()
          .untilAsserted(
              () -> {
                launch("keepalive").finish();
                assertThat(bench.expect(0, "status").out()).contains("does not answer");
              });
      assertThat(bench.phase("web")).isEqualTo("queued");
      assertThat(jobId()).isEqualTo(id);
    } finally {
      cluster.healLink("ctl");
    }
    cluster.run("login1", "alice", "scontrol", "update", "jobid=" + id, "StartTime=now");
    tunnels(0, "up", "web");
    assertThat(page()).startsWith("c");
    assertThat(jobId()).isEqualTo(id);
  }

  // --- words

  private interface Stage {
    boolean reached() throws Exception;
  }

  private void job(String... more) throws IOException {
    job(bench, "web", port, more);
  }

  private static void job(Workbench bench, String name, int port, String... more)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("host = \"hpc\"", "[job]"));
    lines.add("command = '" + PAGE + "'");
    lines.addAll(List.of(more));
    lines.addAll(List.of("[[forward]]", "server = \"" + port + "\""));
    bench.profile(name, lines.toArray(String[]::new));
  }

  /** Each time that the name is resolved, it is another login node. */
  private void roundRobin() throws IOException {
    Path turn = bench.dir().resolve("turn");
    Path script = bench.dir().resolve("resolve");
    Files.writeString(script, "rm '%s' 2>/dev/null || ! : >'%s'\n".formatted(turn, turn));
    bench.userConfig("Match host hpc exec \"sh " + script + "\"", "  HostName 10.77.1.12");
  }

  private Launched launch(String... arguments) throws IOException {
    return bench.launch(Map.of(), cluster.onLaptop(), arguments);
  }

  private Workbench.Run tunnels(int status, String... arguments) throws Exception {
    return launch(arguments).expect(status);
  }

  private Launched supervisor() throws Exception {
    Launched supervisor = launch("supervise");
    soon().until(() -> supervisor.err().contains("supervising"));
    return supervisor;
  }

  private static void end(Launched supervisor) throws InterruptedException {
    supervisor.signal("TERM");
    supervisor.expect(0);
  }

  private String jobId() {
    return jobId("web");
  }

  private String jobId(String tunnel) {
    return bench.status(tunnel).getAsJsonObject("job").get("id").getAsString();
  }

  /** A requeued job waits for two minutes. */
  private static void startAgain(String id) throws Exception {
    cluster.run("login1", "alice", "scontrol", "update", "jobid=" + id, "StartTime=now+2");
  }

  /** The node's name, or nothing: the port never leads anywhere else. */
  private String page() throws Exception {
    return page(port);
  }

  private static String page(int port) throws Exception {
    String url = "http://localhost:" + port + "/node";
    String page = cluster.laptop("sh", "-c", "curl -s -m 10 " + url + " || :").strip();
    assertThat(page).isIn("", "c1", "c2");
    return page;
  }

  /** What runs on the laptop for the tunnel: masters, and a hop's ssh. */
  private List<ProcessTable.Row> victims() {
    return ProcessTable.naming(bench.state() + "/").stream()
        .filter(row -> row.command().startsWith("ssh "))
        .filter(row -> row.command().contains(" -M ") || row.command().contains("hop.log"))
        .toList();
  }

  private static String other(String node) {
    return node.equals("c1") ? "c2" : "c1";
  }

  private static long logins() throws IOException {
    return cluster.logins("login1") + cluster.logins("login2");
  }

  /** Jobs that wait or run. */
  private static long pending() throws Exception {
    return cluster.jobs().stream()
        .filter(job -> List.of("PENDING", "RUNNING", "COMPLETING").contains(job.state()))
        .count();
  }

  private static boolean isUp(String node) throws Exception {
    return cluster
        .run("login1", "alice", "sinfo", "-h", "-n", node, "-p", "main", "-o", "%t")
        .startsWith("idle");
  }

  private static ConditionFactory soon() {
    return await().atMost(SOON);
  }

  // --- what is left

  private static void assertNothingIsLeft() throws Exception {
    for (String machine : MACHINES) {
      for (String user : USERS) {
        assertThat(cluster.processes(user, machine)).as("%s on %s", user, machine).isEmpty();
        assertThat(cluster.files(user, machine)).as("%s on %s", user, machine).isEmpty();
      }
    }
    assertThat(listeners()).isEqualTo(listeners);
  }

  /** Nothing on the login nodes, and on the nodes nothing but the job. */
  private static void assertNoWayIsLeft() throws Exception {
    for (String machine : List.of("login1", "login2")) {
      assertThat(cluster.processes("alice", machine)).noneMatch(line -> line.startsWith("ssh "));
      assertThat(cluster.files("alice", machine)).noneMatch(file -> file.startsWith("/tmp"));
    }
    for (String machine : List.of("c1", "c2")) {
      assertThat(cluster.processes("alice", machine)).noneMatch(line -> line.contains("sshd"));
    }
  }

  /** TCP, and Unix sockets of ours. */
  private static Map<String, List<String>> listeners() throws Exception {
    Map<String, List<String>> all = new HashMap<>();
    for (String machine : Stream.concat(Stream.of("laptop"), MACHINES.stream()).toList()) {
      List<String> tcp = cluster.listeners(machine).stream().filter(JobClusterIT::counts).toList();
      all.put(machine, tcp);
    }
    return all;
  }

  private static boolean counts(String listener) {
    return !listener.startsWith("/") || listener.contains("tunnels.");
  }
}
