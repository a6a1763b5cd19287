package tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tunnels.fixture.Workbench.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Ports;
import tunnels.fixture.Workbench;
import tunnels.fixture.Workbench.Run;

/** What is typed and what is told. */
@Timeout(60)
class CommandsIT {

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());
  private final int port = Ports.free();

  // --- names

  @Test
  void a_name_that_matches_nothing_gets_a_suggestion() throws Exception {
    bench.tunnel("hpc-socks", local(port, echo.port()));
    for (String command : List.of("up", "down", "restart", "status", "check", "show", "env")) {
      Run run = bench.expect(2, command, "hpc-sock");
      assertThat(run.err()).as(command).contains("did you mean \"hpc-socks\"");
      assertThat(run.out()).as(command).isEmpty();
    }
    assertThat(bench.sshd().logins()).isZero();
  }

  @Test
  void a_name_that_matches_nothing_beside_many_is_not_answered_with_all_of_them() throws Exception {
    for (int i = 0; i < 200; i++) {
      bench.tunnel("tunnel-" + i, local(20_000 + i, echo.port()));
    }
    assertThat(bench.expect(2, "show", "x").err())
        .contains("tunnel-0 ", " and 180 more: tunnels status")
        .hasSizeLessThan(500);
  }

  @Test
  void a_file_in_place_of_a_folder_is_said() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    String file = bench.profileFile("a").toString();
    for (String command : List.of("status", "check", "keepalive", "up")) {
      assertThat(bench.expect(2, "--config", file, command).err())
          .contains(file + " is no folder", "tunnels check FILE");
      assertThat(bench.expect(2, "--state", file, command).err()).contains(file + " is no folder");
    }
  }

  @Test
  void a_profile_is_checked_wherever_it_stands() throws Exception {
    Path good =
        Files.writeString(
            bench.dir().resolve("Staged Profile"),
            "host = \"h\"\n[[forward]]\nlocal = \"1:h:1\"\n");
    Path bad = Files.writeString(bench.dir().resolve("bad.toml"), "hots = \"h\"\n");
    assertThat(bench.expect(0, "check", good.toString()).out()).isEqualTo("1 profile, no fault\n");
    assertThat(bench.expect(2, "check", good.toString(), bad.toString()).err())
        .contains(bad + ":1: ", "hots")
        .doesNotContain(good.toString());
    assertThat(bench.expect(2, "check", bench.dir() + "/none.toml").err())
        .contains("none.toml: no such file")
        .doesNotContain("Exception");
    assertThat(bench.launch("check", "-").expect(2).err())
        .contains("stdin:1: ", "\"host\" is missing");
    bench.settings("nonsense = 1");
    assertThat(bench.expect(2, "check", good.toString()).err()).contains("config.toml:1: ");
    bench.settings();
  }

  @Test
  void a_page_without_a_browser_is_said() throws Exception {
    bench.tunnel("a", local(port, echo.port()) + "\nopen = \"/\"");
    bench.expect(0, "up", "a");
    Path folder = Files.createDirectory(bench.dir().resolve("bin"));
    Path opener = Files.writeString(folder.resolve("xdg-open"), "#!/bin/sh\nexit 3\n");
    assertThat(opener.toFile().setExecutable(true)).isTrue();
    String path = folder + ":" + System.getenv("PATH");
    assertThat(bench.launch(java.util.Map.of("PATH", path), List.of(), "open", "a").expect(1).err())
        .contains("xdg-open found no browser: open it by hand");
  }

  @Test
  void a_failure_keeps_its_own_advice_where_nobody_tries_again() throws Exception {
    bench.profile(
        "a", "host = \"fixture\"", "unattended = false", "[[forward]]", local(port, echo.port()));
    bench.sshd().stop();
    String advice = bench.expect(4, "up", "a").err();
    bench.sshd().startAgain();
    assertThat(advice)
        .contains("check that sshd runs", "; then `tunnels up a` (unattended = false)");
  }

  @Test
  void up_says_of_what_it_left_alone_that_it_is_as_before() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.tunnel("b", local(Ports.free(), echo.port()));
    assertThat(bench.expect(0, "up", "a").out()).startsWith("a: up\n");
    assertThat(bench.expect(0, "up", "a", "b").out())
        .startsWith("a: up, as before\n")
        .contains("b: up\n");
    bench.tunnel("a", local(port, echo.port()), local(Ports.free(), echo.port()));
    assertThat(bench.expect(0, "up", "a").out()).as("a forward more").startsWith("a: up\n");
    assertThat(bench.expect(0, "restart", "a").out()).startsWith("a: up\n");
  }

  @Test
  void a_tag_means_every_tunnel_that_has_it() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.profile(
        "b", "host = \"fixture\"", "tags = [\"work\"]", "[[forward]]", local(Ports.free(), 1));
    bench.profile(
        "c", "host = \"fixture\"", "tags = [\"work\"]", "[[forward]]", local(Ports.free(), 1));
    bench.expect(0, "up", "@work");
    assertThat(List.of("a", "b", "c")).extracting(bench::phase).containsExactly("down", "up", "up");
    assertThat(bench.expect(2, "up", "@wrok").err()).contains("did you mean @work");
    bench.expect(0, "down", "@work");
    assertThat(bench.masters()).isEmpty();
  }

  @Test
  void a_command_for_tunnels_wants_names_or_all_but_not_both() throws Exception {
    assertThat(bench.expect(0, "up", "--all").err()).contains("no profile yet in ", "tunnels init");
    bench.tunnel("a", local(port, echo.port()));
    assertThat(bench.expect(2, "up").err()).contains("--all");
    bench.expect(2, "up", "--all", "a");
    assertThat(bench.expect(2, "install", "corn").err())
        .contains("one of [cron, systemd, launchd]");
    bench.expect(2, "fly", "a");
    bench.expect(2);
  }

  @Test
  void status_of_a_named_tunnel_tells_by_its_exit_whether_it_is_up() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.tunnel("b", local(Ports.free(), echo.port()));
    bench.expect(0, "status");
    bench.expect(3, "status", "a");
    bench.expect(0, "up", "a");
    bench.expect(0, "status", "a");
    bench.expect(3, "status", "a", "b");
    bench.expect(0, "status");
  }

  // --- profiles that are wrong

  @ParameterizedTest
  @ValueSource(strings = {"-oProxyCommand=touch FILE", "fixture;touch FILE", "$(touch FILE)"})
  void a_host_that_is_more_than_a_host_runs_nothing(String host) throws Exception {
    Path file = bench.dir().resolve("touched");
    String evil = host.replace("FILE", file.toString());
    bench.profile("evil", "host = '" + evil + "'", "[[forward]]", local(port, echo.port()));
    assertRefused("evil", 1);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | [[forward]] | dynamic = \"1080\" | [ssh]        | options = [\"ControlPath=/x\"]",
        "4 | [[forward]] | dynamic = \"1080\" | [ssh]        | options = [\"batchmode no\"]",
        "4 | [[forward]] | dynamic = \"1080\" | [ssh]        | options = [\"LocalCommand=touch"
            + " /x\"]",
        "2 | [[forward]] | remote = \"2020\"  |              |",
        "2 | [[forward]] | dynamic = \"0.0.0.0:1080\" |      |",
        "2 | [[forward]] | local = \"*:8080:localhost:80\" | |",
        "2 | [[forward]] | remote = \":8080:localhost:80\" | |",
      })
  void what_would_be_unsafe_is_refused_with_its_line(
      int below, String one, String two, String three, String four) throws Exception {
    bench.profile("bad", "host = \"fixture\"", one, two, or(three), or(four));
    assertRefused("bad", below + 1);
  }

  private static String or(String line) {
    return line == null ? "" : line;
  }

  private void assertRefused(String name, int line) {
    Run run = bench.expect(2, "up", name);
    assertThat(run.err()).contains(bench.profileFile(name) + ":" + line + ": ");
    assertThat(bench.sshd().logins()).isZero();
    assertThat(bench.expect(2, "check").err()).contains(bench.profileFile(name) + ":" + line);
  }

  @Test
  void check_tells_every_fault_of_every_file() throws Exception {
    bench.profile("a", "host = \"fixture\"", "hots = 1", "[[forward]]", "local = \"1\"");
    bench.profile("b", "host = 7", "[[forward]]", "dynamic = \"1080\"", "lable = \"x\"");
    bench.tunnel("c", local(port, echo.port()));
    String said = bench.expect(2, "check").err();
    assertThat(said.lines())
        .anyMatch(line -> line.startsWith(bench.profileFile("a") + ":2: "))
        .anyMatch(line -> line.startsWith(bench.profileFile("a") + ":4: "))
        .anyMatch(line -> line.startsWith(bench.profileFile("b") + ":1: "))
        .anyMatch(line -> line.startsWith(bench.profileFile("b") + ":4: "))
        .noneMatch(line -> line.startsWith(bench.profileFile("c").toString()));
    assertThat(bench.expect(0, "check", "c").err()).isEmpty();
    assertThat(bench.sshd().logins()).isZero();
  }

  @Test
  void a_broken_profile_stops_no_other() throws Exception {
    bench.tunnel("good", local(port, echo.port()));
    bench.profile("broken", "host = ");
    Run up = bench.expect(2, "up", "--all");
    assertThat(up.err()).contains(bench.profileFile("broken") + ":1: ");
    assertThat(bench.phase("good")).isEqualTo("up");
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.expect(0, "status").out()).contains("good").contains("broken");
    bench.expect(0, "down", "--all");
    bench.insistOnNothingLeft();
  }

  @Test
  void a_profile_that_broke_while_up_changes_nothing_until_it_is_taken_down() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    bench.profile("a", "host = ");
    assertThat(bench.phase("a")).isEqualTo("up");
    bench.expect(2, "up", "a");
    assertThat(EchoServer.carries(port)).isTrue();
    bench.expect(0, "status", "a");
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
  }

  @Test
  void a_profile_that_was_deleted_while_up_can_be_taken_down() throws Exception {
    Path socket = bench.dir().resolve("l");
    bench.tunnel("a", "local = \"%s:localhost:%d\"".formatted(socket, echo.port()));
    bench.expect(0, "up", "a");
    Files.delete(bench.profileFile("a"));
    assertThat(bench.status("a").get("host").getAsString()).isEqualTo("fixture");
    assertThat(bench.expect(0, "status").out()).contains("a ");
    bench.expect(0, "down", "a");
    bench.insistOnNothingLeft();
    assertThat(socket).doesNotExist();
  }

  @Test
  void a_changed_connection_is_started_anew() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "a");
    long pid = bench.pid("a");
    bench.tunnelWith("a", List.of("[health]", "alive = \"7s\""), local(port, echo.port()));
    bench.expect(0, "up", "a");
    assertThat(bench.pid("a")).isNotEqualTo(pid);
    assertThat(bench.masters()).hasSize(1);
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sockets()).hasSize(1);
  }

  // --- what is told

  @Test
  void status_as_json_has_the_keys_of_the_contract_in_their_order() throws Exception {
    int remote = Ports.free();
    bench.tunnel(
        "hpc",
        "remote = \"" + remote + "\"\npermit = [\"any\"]\nlabel = \"socks\"",
        local(port, 1));
    bench.tunnel("idle", local(Ports.free(), 1));
    bench.expect(0, "up", "hpc");
    String text = bench.expect(0, "status", "--json").out();
    List<String> names =
        JsonParser.parseString(text).getAsJsonArray().asList().stream()
            .map(each -> each.getAsJsonObject().get("name").getAsString())
            .toList();
    assertThat(names).containsExactly("hpc", "idle");
    JsonObject up = bench.status("hpc");
    assertThat(up.keySet())
        .containsExactly(
            "name",
            "wanted",
            "phase",
            "host",
            "pid",
            "control_socket",
            "since",
            "restarts",
            "retry_at",
            "failure",
            "forwards",
            "round_trip_ms",
            "job",
            "notice");
    assertThat(Instant.parse(up.get("since").getAsString())).isBefore(Instant.now());
    assertThat(Path.of(up.get("control_socket").getAsString())).exists();
    assertThat(up.getAsJsonArray("forwards").get(0))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"kind":"remote","spec":"%1$d","listen":"localhost:%1$d","target":null,
                 "socks":true,"label":"socks","phase":"up","failure":null,"probe":null}
                """
                    .formatted(remote)));
    JsonObject idle = bench.status("idle");
    idle.remove("forwards");
    assertThat(idle)
        .isEqualTo(
            JsonParser.parseString(
                """
                {"name":"idle","wanted":"down","phase":"down","host":"fixture","pid":null,
                 "control_socket":null,"since":null,"restarts":0,"retry_at":null,"failure":null,
                 "round_trip_ms":null,"job":null,"notice":null}
                """));
  }

  @Test
  void show_prints_the_very_command_that_runs() throws Exception {
    bench.tunnelWith(
        "a",
        List.of("[ssh]", "options = [\"Compression=yes\", 'SetEnv=A=\"b c\"']"),
        local(port, echo.port()),
        "remote = \"" + Ports.free() + "\"\npermit = [\"localhost:1\", \"*:443\"]");
    bench.expect(0, "up", "a");
    String shown = bench.expect(0, "show", "a").out();
    String line = shown.lines().filter(each -> each.startsWith("ssh ")).findFirst().orElseThrow();
    assertThat(words(line)).isEqualTo(commandLine(bench.pid("a")));
    assertThat(shown).contains("every user of this machine can connect");
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void show_draws_the_jump_hosts_that_ssh_will_take() throws Exception {
    bench.userConfig("Host fixture", "ProxyJump one,me@two:2222");
    bench.tunnel("a", local(port, echo.port()));
    assertThat(bench.expect(0, "show", "a").out())
        .containsSubsequence(
            "+--- this machine -",
            "o  localhost:" + port,
            "one (jump host)",
            "me@two:2222 (jump host)",
            "+-+- fixture -",
            "v  localhost:" + echo.port());
  }

  @Test
  void show_prints_what_will_run_before_it_does() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    String shown = bench.expect(0, "show", "a").out();
    assertThat(shown)
        .contains("-L " + port + ":localhost:" + echo.port())
        .contains("BatchMode yes");
    bench.expect(0, "up", "a");
    String before = shown.lines().filter(l -> l.startsWith("ssh ")).findFirst().orElseThrow();
    List<String> running = commandLine(bench.pid("a"));
    assertThat(words(before)).hasSameSizeAs(running);
    assertThat(words(before).subList(7, running.size()))
        .isEqualTo(running.subList(7, running.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"command = \"exec my-server\"", "script = \"SCRIPT\""})
  void show_prints_the_jobscript_of_a_job(String server) throws Exception {
    Path script =
        Files.writeString(bench.dir().resolve("job.sh"), "#SBATCH -n 4\nexec my-server\n");
    bench.profile(
        "job",
        "host = \"fixture\"",
        "[job]",
        server.replace("SCRIPT", script.toString()),
        "[[forward]]",
        "server = \"" + port + "\"");
    String shown = bench.expect(0, "show", "job").out();
    assertThat(shown).contains("#!/bin/bash -l", "exec my-server", "the server of the job");
    assertThat(bench.sshd().logins()).isZero();
    assertThat(shown.contains("\n#SBATCH -n 4\n")).isEqualTo(server.startsWith("script"));
  }

  /** As a shell splits it. */
  private static List<String> words(String line) throws IOException {
    Process sh = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + line).start();
    return List.of(new String(sh.getInputStream().readAllBytes(), UTF_8).split("\0"));
  }

  private static List<String> commandLine(long pid) throws IOException {
    return List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"));
  }

  @ParameterizedTest
  @CsvSource({
    "sh,   export ALL_PROXY=socks5h://localhost:",
    "fish, set -gx ALL_PROXY socks5h://localhost:",
    "csh,  setenv ALL_PROXY socks5h://localhost:",
  })
  void env_exports_the_proxy_of_this_side_in_the_words_of_a_shell(String shell, String words)
      throws Exception {
    bench.tunnel("d", "dynamic = \"" + port + "\"");
    assertThat(bench.expect(0, "env", "--shell", shell, "d").out().lines()).contains(words + port);
    assertThat(bench.expect(2, "env", "--remote", "d").err()).contains("leave --remote out");
    bench.expect(2, "env", "--shell", "tcl", "d");
  }

  @Test
  void env_exports_the_proxy_of_the_remote_side_where_that_is_asked_for() throws Exception {
    bench.tunnel("r", "remote = \"0\"\npermit = [\"any\"]");
    bench.expect(0, "up", "r");
    JsonObject forward = bench.status("r").getAsJsonArray("forwards").get(0).getAsJsonObject();
    assertThat(bench.expect(0, "env", "--remote", "r").out())
        .contains("export ALL_PROXY=socks5h://" + forward.get("listen").getAsString());
    assertThat(bench.expect(0, "env", "--remote", "--recipes", "r").out())
        .contains("-x " + forward.get("listen").getAsString() + " %h %p", "wget");
    assertThat(bench.expect(2, "env", "r").err()).contains("add --remote");
    bench.tunnel("none", local(port, 1));
    assertThat(bench.expect(2, "env", "none").err()).contains("no SOCKS proxy");
  }

  @Test
  void a_command_over_the_tunnel_needs_no_login_and_passes_its_status_on() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    assertThat(bench.launch("ssh", "a", "--", "true").expect(1).err()).contains("tunnels up a");
    bench.expect(0, "up", "a");
    Run run = bench.launch("ssh", "a", "--", "echo", "hello;", "exit", "37").expect(37);
    assertThat(run.out()).endsWith("hello\n");
    bench.launch("ssh", "a", "--", "ls", "-d", "/").expect(0);
    assertThat(bench.sshd().logins()).isEqualTo(1);
  }

  @Test
  void a_session_through_the_proxy_has_its_variables() throws Exception {
    int socks = Ports.free();
    bench.tunnel("r", "remote = \"" + socks + "\"\npermit = [\"any\"]");
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "up", "--all");
    Run run =
        bench
            .launch("ssh", "--proxy", "r", "--", "echo", "$ALL_PROXY", "'a  b';", "exit 7")
            .expect(7);
    assertThat(run.out()).endsWith("socks5h://localhost:" + socks + " a  b\n");
    Run shell = bench.launch("ssh", "--proxy", "r").finish();
    assertThat(shell.status()).as("%s", shell).isZero();
    assertThat(bench.launch("ssh", "--proxy", "a").expect(2).err()).contains("no SOCKS proxy");
  }

  @Test
  void results_go_to_stdout_and_messages_to_stderr_without_colours() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    Run up = bench.launch("up", "a").expect(0);
    assertThat(up.out()).startsWith("a: up\n");
    assertThat(up.err()).isEmpty();
    assertThat(bench.launch("status").expect(0).out()).doesNotContain("\u001b");
  }

  @Test
  void config_and_state_can_be_given_before_the_command() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    Path other = bench.dir().resolve("o");
    bench.expect(0, "--state", other.toString(), "up", "a");
    assertThat(bench.phase("a")).isEqualTo("down");
    bench.useState(other);
    assertThat(bench.phase("a")).isEqualTo("up");
    bench.expect(2, "--config", bench.dir().resolve("none").toString(), "up", "a");
  }

  @Test
  void a_state_path_that_is_too_long_is_a_clear_failure() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.useState(bench.dir().resolve("x".repeat(90)));
    Run up = bench.expect(4, "up", "a");
    assertThat(up.err()).contains("config").contains("--state").contains("bytes");
    assertThat(bench.sshd().logins()).isZero();
  }

  @Test
  void wanted_is_remembered_and_a_down_of_what_is_down_is_fine() throws Exception {
    bench.tunnel("a", local(port, echo.port()));
    bench.expect(0, "down", "a");
    bench.expect(0, "up", "a");
    assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("up");
    bench.expect(0, "down", "a");
    assertThat(bench.status("a").get("wanted").getAsString()).isEqualTo("down");
  }

  @Test
  void the_launcher_tells_its_version_and_its_help() throws Exception {
    assertThat(bench.launch("--version").expect(0).out()).startsWith("tunnels ");
    Run help = bench.launch("up", "--help").expect(0);
    assertThat(help.out()).contains("Exit status");
    assertThat(Pattern.compile("(?m).{81}").matcher(help.out()).find()).isFalse();
  }
}
