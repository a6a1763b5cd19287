package tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.RequiresSlurm;
import tunnels.fixture.Slurm;
import tunnels.fixture.Workbench;

/** A server in a real SLURM job: submitted, waited for, reached, followed, and cleaned up. */
@RequiresSlurm
@Timeout(180)
class JobIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PAGE = "exec python3 -m http.server --bind 127.0.0.1 $TUNNELS_PORT";

  private static Slurm slurm;

  private final int port = Ports.free();
  private Workbench bench;

  @BeforeAll
  static void up() {
    slurm = Slurm.start();
  }

  @AfterAll
  static void down() {
    slurm.close();
  }

  @BeforeEach
  void open() {
    bench = Workbench.at(slurm);
  }

  @AfterEach
  void nothing_is_left_on_either_side() throws Exception {
    bench.close();
    slurm.cancelAll();
    await().atMost(SOON).untilAsserted(() -> assertThat(slurm.processes()).isEmpty());
    assertThat(remains()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jump", "socket"})
  void each_route_carries_a_page_and_leaves_nothing(String route) throws Exception {
    job("route = \"" + route + "\"", PAGE);

    Workbench.Run up = bench.expect(0, "up", "web");

    assertThat(up.out()).contains("web: up", ", by " + route);
    assertThat(page()).contains("Directory listing");
    JsonObject status = bench.status("web");
    assertThat(status.getAsJsonObject("job").get("route").getAsString()).isEqualTo(route);
    assertThat(status.getAsJsonObject("job").get("state").getAsString()).isEqualTo("ready");
    assertThat(slurm.login().logins()).isPositive();

    bench.expect(0, "down", "web");
    assertThat(bench.masters()).isEmpty();
    assertThat(slurm.jobs()).noneMatch(job -> job.state().equals("RUNNING"));
    assertThat(remains()).isEmpty();
  }

  @Test
  void a_job_that_waits_is_queued_and_never_submitted_twice() throws Exception {
    long blocker = slurm.submit("-N2", "--exclusive", "--wrap", "exec sleep 600");
    await().atMost(SOON).until(() -> slurm.job(blocker).state().equals("RUNNING"));
    job("", PAGE);

    Launched up = bench.launch("up", "web");
    await().atMost(SOON).until(() -> up.err().contains("web: queued: job"));
    up.signal("INT");
    assertThat(up.expect(1).err()).contains("`tunnels up web` goes on waiting");
    assertThat(bench.phase("web")).isEqualTo("queued");
    bench.expect(0, "keepalive");
    long jobs = jobs();

    slurm.run("scancel", "" + blocker);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              bench.run("keepalive");
              assertThat(bench.phase("web")).isEqualTo("up");
            });
    assertThat(page()).contains("Directory listing");
    assertThat(jobs()).isEqualTo(jobs - 1);
  }

  @Test
  void the_supervisor_follows_a_requeued_job_to_its_next_node() throws Exception {
    job("sbatch = [\"--requeue\"]", PAGE);
    bench.expect(0, "up", "web");
    Launched supervisor = bench.launch("supervise");
    await().atMost(SOON).until(() -> supervisor.err().contains("supervising"));

    String id = bench.status("web").getAsJsonObject("job").get("id").getAsString();
    slurm.run("scontrol", "requeue", id);
    await().atMost(SOON).until(() -> bench.phase("web").equals("queued"));
    assertThat(reachable()).isFalse();
    slurm.run("scontrol", "update", "jobid=" + id, "StartTime=now+2");

    await().atMost(SOON).until(() -> bench.phase("web").equals("up"));
    assertThat(page()).contains("Directory listing");
    supervisor.signal("TERM");
    supervisor.expect(0);
  }

  @Test
  void a_cancelled_job_is_held_and_its_port_refuses() throws Exception {
    job("", PAGE);
    bench.expect(0, "up", "web");
    slurm.run("scancel", bench.status("web").getAsJsonObject("job").get("id").getAsString());

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              bench.run("keepalive");
              assertThat(bench.phase("web")).isEqualTo("held");
            });

    assertThat(reachable()).isFalse();
    assertThat(bench.status("web").getAsJsonObject("failure").get("message").getAsString())
        .containsIgnoringCase("cancel");
    assertThat(bench.run("keepalive").status()).isEqualTo(4);
    assertThat(bench.expect(0, "up", "web").out()).contains("web: up");
  }

  /** Without pam_slurm_adopt a session outlives its job, and another may take the port. */
  @Test
  void who_takes_the_servers_port_later_is_never_reached() throws Exception {
    job("route = \"jump\"", PAGE);
    bench.expect(0, "up", "web");
    JsonObject status = bench.status("web");
    String target =
        status.getAsJsonArray("forwards").get(0).getAsJsonObject().get("target").getAsString();
    int there = Integer.parseInt(target.replaceFirst(".*:", ""));
    Launched supervisor = bench.launch("supervise");
    await().atMost(SOON).until(() -> supervisor.err().contains("supervising"));

    slurm.run("scancel", status.getAsJsonObject("job").get("id").getAsString());
    await().atMost(SOON).until(() -> slurm.processes().stream().noneMatch(JobIT::isServer));
    Path other = Files.createDirectories(bench.dir().resolve("other"));
    Files.writeString(other.resolve("index.html"), "somebody else's page");
    Process thief =
        new ProcessBuilder(
                "python3", "-m", "http.server", "--bind", "127.0.0.1", "-d", "" + other, "" + there)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                assertThat(pageOrNothing()).doesNotContain("somebody else's page");
                return bench.phase("web").equals("held");
              });
    } finally {
      thief.destroyForcibly();
    }
    supervisor.signal("TERM");
    supervisor.expect(0);
  }

  @Test
  void a_jupyter_server_is_reached_with_its_token_on_a_socket_of_its_own() throws Exception {
    bench.profile(
        "lab",
        "host = \"hpc\"",
        "[job]",
        "server = \"jupyter\"",
        "[[forward]]",
        "server = \"" + port + "\"",
        "open = \"/api/status\"");
    Path config = Files.createDirectories(slurm.home().resolve(".jupyter"));
    Files.writeString(
        config.resolve("jupyter_server_config.json"), "{\"ServerApp\": {\"allow_root\": true}}");
    bench.expect(0, "up", "lab");

    String url = bench.expect(0, "open", "--print", "lab").out().strip();
    assertThat(url).contains("/api/status?token=");
    assertThat(get(url)).contains("started");
    String target =
        bench
            .status("lab")
            .getAsJsonArray("forwards")
            .get(0)
            .getAsJsonObject()
            .get("target")
            .getAsString();
    assertThat(target).startsWith("/");
  }

  @Test
  void a_kept_job_goes_on_while_the_tunnel_is_down_and_is_led_to_again() throws Exception {
    job("on_down = \"keep\"", PAGE);
    bench.expect(0, "up", "web");
    String id = bench.status("web").getAsJsonObject("job").get("id").getAsString();

    bench.expect(0, "down", "web");
    assertThat(bench.masters()).isEmpty();
    assertThat(reachable()).isFalse();
    assertThat(slurm.job(Long.parseLong(id)).state()).isEqualTo("RUNNING");

    bench.expect(0, "up", "web");
    assertThat(bench.status("web").getAsJsonObject("job").get("id").getAsString()).isEqualTo(id);
    assertThat(page()).contains("Directory listing");

    bench.expect(0, "down", "web");
    Files.delete(bench.profileFile("web"));
    assertThat(bench.expect(0, "clean").out()).contains("job " + id, "scancel ends it");
    assertThat(bench.expect(0, "status", "--json").out()).doesNotContain("\"web\"");
    slurm.cancelAll();
    deleteRemains();
  }

  /** Cron knows no TUNNELS_CONFIG: a profile that stands elsewhere is not gone. */
  @Test
  void a_pass_that_looks_for_profiles_elsewhere_ends_no_job() throws Exception {
    job("", PAGE);
    bench.expect(0, "up", "web");
    Path elsewhere = Files.createDirectories(bench.dir().resolve("elsewhere/profiles"));
    bench.run("--config", elsewhere.getParent().toString(), "keepalive");
    assertThat(page()).contains("Directory listing");
    assertThat(jobs()).isEqualTo(1);
  }

  @Test
  void whoever_is_killed_the_next_one_goes_on_with_the_same_job() throws Exception {
    job("", PAGE);
    for (int pause = 200; pause <= 1400; pause += 400) {
      Launched up = bench.launch("up", "web");
      await()
          .during(Duration.ofMillis(pause))
          .atMost(Duration.ofMillis(pause + 500))
          .until(() -> true);
      up.kill();
    }
    bench.expect(0, "up", "web");
    assertThat(page()).contains("Directory listing");
    assertThat(jobs()).isEqualTo(1);
  }

  private void job(String more, String command) throws IOException {
    bench.profile(
        "web",
        "host = \"hpc\"",
        "[job]",
        "command = \"" + command + "\"",
        more,
        "[[forward]]",
        "server = \"" + port + "\"");
  }

  /** Jobs of ours that wait or run. */
  private static long jobs() throws Exception {
    return slurm.jobs().stream()
        .filter(job -> List.of("PENDING", "RUNNING", "COMPLETING").contains(job.state()))
        .count();
  }

  private static boolean isServer(ProcessTable.Row row) {
    return row.command().contains("http.server");
  }

  /** What jobs have left in the home directory. */
  private static List<Path> remains() throws IOException {
    Path folder = slurm.home().resolve(".tunnels");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void deleteRemains() throws IOException {
    for (Path folder : remains()) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private String page() throws Exception {
    return get("http://localhost:" + port + "/");
  }

  private boolean reachable() throws Exception {
    return !pageOrNothing().isEmpty();
  }

  private String pageOrNothing() throws InterruptedException {
    try {
      return get("http://localhost:" + port + "/");
    } catch (IOException e) {
      return "";
    }
  }

  private static String get(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
