package tunnels.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Installation;
import tunnels.fixture.Launched;
import tunnels.fixture.Ports;
import tunnels.fixture.Workbench;

/** The environment in which the launcher finds itself, and what it hands on. */
@Timeout(60)
class EnvironmentIT {

  private static final String UMLAUT = "b\u00e4r.sock";

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());

  /** Empty: none, as under cron. */
  @ParameterizedTest
  @ValueSource(strings = {"", "LC_ALL=POSIX", "LANG=de_DE.ISO-8859-1", "LC_CTYPE=xx_XX.UTF-8"})
  void every_path_can_be_said_in_every_locale_and_what_is_started_has_the_users(String locale)
      throws Exception {
    Path told = bench.dir().resolve("told");
    bench.settings("on_change = 'env >\"" + told + "\"'");
    Path socket = bench.dir().resolve(UMLAUT);
    bench.tunnel("a", "local = \"" + socket + ":localhost:" + echo.port() + "\"");
    Map<String, String> more =
        locale.isEmpty() ? Map.of() : Map.of(locale.split("=")[0], locale.split("=")[1]);
    bench.launch(more, List.of(), "up", "a").expect(0);
    assertThat(EchoServer.exchange(UnixDomainSocketAddress.of(socket), "hello")).isEqualTo("hello");
    assertThat(
            locales(Files.readString(Path.of("/proc/" + bench.pid("a") + "/environ"), ISO_8859_1)))
        .containsExactlyElementsOf(locale.isEmpty() ? List.of() : List.of(locale));
    assertThat(locales(Files.readString(told).replace('\n', '\0')))
        .containsExactlyElementsOf(locale.isEmpty() ? List.of() : List.of(locale));
    bench.launch(more, List.of(), "down", "a").expect(0);
  }

  private static List<String> locales(String environment) {
    return List.of(environment.split("\0")).stream()
        .filter(variable -> variable.matches("(LC_|LANG|MALLOC_).*"))
        .toList();
  }

  @Test
  void what_supervise_starts_has_no_variable_of_the_launchers() throws Exception {
    bench.tunnel("a", Workbench.local(Ports.free(), echo.port()));
    bench.run("up", "a");
    long before = bench.pid("a");
    Launched supervise = bench.launch("supervise");
    await().until(() -> supervise.err().contains("supervising"));
    ProcessHandle.of(before).ifPresent(ProcessHandle::destroyForcibly);
    await().until(() -> bench.phase("a").equals("up") && bench.pid("a") != before);
    assertThat(
            locales(Files.readString(Path.of("/proc/" + bench.pid("a") + "/environ"), ISO_8859_1)))
        .isEmpty();
    supervise.signal("TERM");
    supervise.expect(0);
  }

  /** On a system without any locale in UTF-8, which is what `C` in the last line stands for. */
  @Test
  void a_path_that_java_cannot_say_fails_its_own_tunnel_alone() throws Exception {
    try (Workbench clean = Workbench.clean()) {
      Installation installed = Installation.in(clean.dir().resolve("i"));
      Files.writeString(installed.lib().resolve("start"), Installation.java() + "\n\n\nC\n");
      int port = Ports.free();
      clean.tunnel("a", "local = \"" + clean.dir().resolve(UMLAUT) + ":localhost:22\"");
      clean.tunnel("b", Workbench.local(port, echo.port()));
      assertThat(installed.launch(clean, "up", "--all").expect(2).err())
          .contains("a.toml:3: ", "cannot be said in the encoding of this system", "C.UTF-8")
          .doesNotContain("Exception");
      assertThat(EchoServer.carries(port)).isTrue();
      assertThat(installed.launch(clean, "status").expect(0).out()).contains("b     up");
      assertThat(installed.launch(bench, "status").expect(2).err())
          .contains("this system has no locale in UTF-8");
      installed.launch(clean, "down", "--all").expect(0);
    }
  }

  /** ssh names its -F to a jump host's ssh through a shell, without quotes. */
  @Test
  void a_jump_host_is_passed_with_a_state_in_a_path_with_a_space() throws Exception {
    bench.userConfig("Host fixture", "ProxyJump login");
    int port = Ports.free();
    bench.tunnel("a", Workbench.local(port, echo.port()));
    bench.launch("up", "a").expect(0);
    assertThat(EchoServer.carries(port)).isTrue();
    assertThat(bench.sshd().logins()).isEqualTo(2);
    assertThat(bench.launch("show", "a").expect(0).out()).contains("cd '" + bench.state());
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused_by_name() throws Exception {
    String typed = "exec \"$0\" --state \"$(printf '/tmp/m\\374ll')\" status";
    assertThat(bench.launch(Map.of(), List.of("sh", "-c", typed)).expect(2).err())
        .contains("/tmp/m\uFFFDll", "has bytes that are not UTF-8")
        .doesNotContain("Exception");
    String given = "TUNNELS_CONFIG=$(printf '/tmp/m\\374ll') exec \"$0\" status";
    assertThat(bench.launch(Map.of(), List.of("sh", "-c", given)).expect(2).err())
        .contains("TUNNELS_CONFIG", "has bytes that are not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void a_working_folder_that_was_deleted_is_no_obstacle(String shell) throws Exception {
    String gone = "mkdir -p gone && cd gone && rmdir ../gone && exec " + shell + " \"$0\" check";
    List<String> before = List.of("env", "-C", bench.dir().toString(), "sh", "-c", gone);
    assertThat(bench.launch(Map.of(), before).expect(0).out()).contains("0 profiles");
  }

  @Test
  void a_working_folder_that_was_renamed_is_kept() throws Exception {
    Path profiles = Files.createDirectories(bench.dir().resolve("hidden/in/profiles"));
    Files.writeString(profiles.resolve("a.toml"), "host = \"x\"\n[[forward]]\nlocal = \"1:x:2\"\n");
    String moved = "cd hidden/in && mv ../../hidden ../../moved && exec \"$0\" --config . check";
    List<String> before = List.of("env", "-C", bench.dir().toString(), "sh", "-c", moved);
    assertThat(bench.launch(Map.of(), before).expect(0).out()).contains("1 profile, no fault");
  }

  /** CDPATH would lead `cd bin/../lib` elsewhere, and print where. */
  @Test
  void cdpath_does_not_mislead_the_launcher() throws Exception {
    Path installation = Path.of(Workbench.launcher()).getParent().getParent();
    Files.createDirectories(bench.dir().resolve("other/bin"));
    Files.createDirectories(bench.dir().resolve("other/lib/tunnels"));
    List<String> before =
        List.of("env", "-C", installation.toString(), "sh", "-c", "exec bin/tunnels --version");
    Map<String, String> more = Map.of("CDPATH", bench.dir().resolve("other").toString());
    assertThat(bench.launch(more, before).expect(0).out()).startsWith("tunnels ");
  }
}
