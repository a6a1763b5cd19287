package tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tunnels.fixture.Workbench.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tunnels.fixture.EchoServer;
import tunnels.fixture.Installation;
import tunnels.fixture.Launched;
import tunnels.fixture.Make;
import tunnels.fixture.Ports;
import tunnels.fixture.Workbench;

/** {@code make install}, and what stands there then. */
@Timeout(60)
class InstallIT {

  private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  @TempDir private static Path folder;
  private static Installation installed;

  @AutoClose private final Workbench bench = Workbench.start();
  private final EchoServer echo = bench.keep(EchoServer.tcp());

  @BeforeAll
  static void install() throws Exception {
    Make.run("install", "PREFIX=" + folder);
    installed = Installation.at(folder);
  }

  @Test
  void a_tunnel_runs_in_an_empty_environment_through_a_link_to_the_launcher() throws Exception {
    Path link = Files.createSymbolicLink(bench.dir().resolve("one"), installed.launcher());
    Path relative = Files.createSymbolicLink(bench.dir().resolve("two"), Path.of("one"));
    int port = Ports.free();
    bench.tunnel("a", local(port, echo.port()));
    Workbench.Run up = installed.launch(link, Map.of(), bench, "up", "a").expect(0);
    assertThat(up.out()).startsWith("a: up\n");
    assertThat(up.err()).isEmpty();
    assertThat(EchoServer.carries(port)).isTrue();
    installed.launch(relative, Map.of(), bench, "status", "a").expect(0);
    installed.launch(bench, "down", "a").expect(0);
  }

  @Test
  void every_class_comes_from_the_archive() throws Exception {
    installed.launch(bench, "init", "--example", "office-notebook").expect(0);
    for (String command : List.of("--help", "check", "keepalive", "status")) {
      assertThat(loaded(command))
          .contains("tunnels.cli.Cli source: shared objects file")
          .contains("picocli.CommandLine source: shared objects file")
          .doesNotContain("java.sql.DriverManager", "java.time.MonthDay") // types of picocli's
          .doesNotContain("source: file:");
    }
  }

  @Test
  void up_too_has_its_classes_from_the_archive() throws Exception {
    bench.tunnel("a", local(Ports.free(), echo.port()));
    assertThat(loaded("up", "a"))
        .contains("a: up\n")
        .contains("tunnels.openssh.Started$Running source: shared objects file")
        .doesNotContain("source: file:");
    installed.launch(bench, "down", "a").expect(0);
  }

  @Test
  void supervise_too_has_its_classes_from_the_archive() throws Exception {
    Process supervisor = java("supervise");
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = supervisor.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith("supervising")) {
          supervisor.toHandle().destroy();
        }
      }
    }
    assertThat(supervisor.waitFor()).isZero();
    assertThat(said)
        .contains("tunnels.supervise.Supervisor source: shared objects file")
        .contains("no longer supervised")
        .doesNotContain("source: file:");
  }

  @Test
  void an_archive_of_another_jar_is_left_aside() throws Exception {
    Path jar = installed.lib().resolve("tunnels.jar");
    FileTime before = Files.getLastModifiedTime(jar);
    try {
      Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
      assertThat(loaded("--version")).contains("tunnels.cli.Cli source: file:" + jar);
    } finally {
      Files.setLastModifiedTime(jar, before);
    }
  }

  private String loaded(String... command) throws IOException {
    return new String(java(command).getInputStream().readAllBytes(), UTF_8);
  }

  private Process java(String... command) throws IOException {
    List<String> start = Files.readAllLines(installed.lib().resolve("start"));
    assertThat(start).hasSize(4);
    List<String> java = new ArrayList<>(start.subList(0, 3));
    java.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    java.add("-Djdk.reflect.useNativeAccessorOnly=true");
    java.addAll(List.of("-Xlog:class+load", "-cp", installed.lib() + "/tunnels.jar"));
    java.add("tunnels.Main");
    java.addAll(Installation.options(bench));
    java.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(java);
    builder.environment().put("LC_ALL", start.get(3));
    return builder.redirectErrorStream(true).start();
  }

  @Test
  void the_launcher_gives_its_place_to_java() throws Exception {
    bench.tunnel("a", local(Ports.free(), echo.port()));
    List<String> command = new ArrayList<>(List.of(installed.launcher().toString()));
    command.addAll(Installation.options(bench));
    command.addAll(List.of("logs", "-f", "a"));
    Process process = new ProcessBuilder(command).start();
    try {
      await().until(() -> process.info().command().orElse("").endsWith("/java"));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void supervise_has_one_pool_of_native_memory() throws Exception {
    List<String> command = new ArrayList<>(List.of(installed.launcher().toString()));
    command.addAll(Installation.options(bench));
    command.add("supervise");
    Process process = new ProcessBuilder(command).start();
    Path environment = Path.of("/proc", String.valueOf(process.pid()), "environ");
    try {
      await().until(() -> Files.readString(environment).contains("\0MALLOC_ARENA_MAX=1\0"));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void completion_stands_where_shells_look_for_it() {
    assertThat(folder.resolve("share/bash-completion/completions/tunnels"))
        .content()
        .contains("complete -F _tunnels tunnels")
        .contains("--example=behind-jump|git-onward|hpc-socks");
    assertThat(folder.resolve("share/zsh/site-functions/_tunnels"))
        .content()
        .startsWith("#compdef tunnels\n")
        .contains("(behind-jump git-onward hpc-socks");
  }

  @Test
  void a_java_that_is_gone_is_no_obstacle_where_another_is_found() throws Exception {
    Path start = installed.lib().resolve("start");
    String before = Files.readString(start);
    try {
      Files.writeString(start, "/nonexistent/java\n" + before.lines().toList().get(1) + "\n");
      Map<String, String> another = Map.of("TUNNELS_JAVA", Installation.java().toString());
      Launched found = installed.launch(installed.launcher(), another, bench, "--version");
      assertThat(found.expect(0).out()).startsWith("tunnels ");
      Map<String, String> none = Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", "/nonexistent");
      Launched lost = installed.launch(installed.launcher(), none, bench, "--version");
      assertThat(lost.expect(70).err()).contains("no java at").contains("TUNNELS_JAVA");
    } finally {
      Files.writeString(start, before);
    }
  }

  @Test
  void an_archive_that_is_gone_is_no_obstacle() throws Exception {
    List<String> start = Files.readAllLines(installed.lib().resolve("start"));
    Path archive = Path.of(start.get(1).substring(start.get(1).indexOf('=') + 1));
    Path away = bench.dir().resolve("archive");
    Files.move(archive, away);
    try {
      var version = installed.launch(bench, "--version").expect(0);
      assertThat(version.out()).startsWith("tunnels ");
      assertThat(version.err()).isEmpty();
    } finally {
      Files.move(away, archive);
    }
  }

  @Test
  void an_example_is_copied_once_and_never_overwritten() throws Exception {
    assertThat(installed.launch(bench, "init", "--example").expect(0).out().lines())
        .contains("hpc-socks");
    Path profile = bench.profileFile("hpc-socks");
    assertThat(installed.launch(bench, "init", "--example", "hpc-socks").expect(0).out())
        .isEqualTo(profile + "\n");
    assertThat(profile).hasSameTextualContentAs(ROOT.resolve("profiles/hpc-socks.toml"));
    installed.launch(bench, "check").expect(0);

    Files.writeString(profile, "# mine\n");
    assertThat(installed.launch(bench, "init", "--example", "hpc-socks").expect(2).err())
        .contains("is there already");
    assertThat(profile).content().isEqualTo("# mine\n");
    assertThat(installed.launch(bench, "init", "--example", "hpc-sock").expect(2).err())
        .contains("did you mean \"hpc-socks\"");
  }

  @Test
  void a_first_profile_needs_no_folder_to_be_there() throws Exception {
    Path config = bench.dir().resolve("fresh/config");
    ProcessBuilder init =
        new ProcessBuilder(
            installed.launcher().toString(),
            "--config",
            config.toString(),
            "init",
            "--example",
            "hpc-socks");
    init.environment().clear();
    init.redirectErrorStream(true);
    assertThat(init.start().waitFor()).isZero();
    assertThat(config.resolve("profiles/hpc-socks.toml")).exists();
  }

  /** In a folder whose name has a space and a letter beyond ASCII. */
  @Test
  void uninstall_leaves_nothing_of_ours_and_everything_else() throws Exception {
    Path prefix = bench.dir().resolve("a pr\u00e9fix");
    Path foreign = Files.createDirectories(prefix.resolve("bin")).resolve("other");
    Files.writeString(foreign, "theirs");
    Files.createDirectories(prefix.resolve("share/man/man1"));
    Files.writeString(prefix.resolve("share/man/man1/other.1"), "theirs");
    Make.run("install", "PREFIX=" + prefix);
    assertThat(prefix.resolve("share/man/man1/tunnels.1")).exists();
    Installation spaced = Installation.at(prefix);
    Path link = Files.createSymbolicLink(bench.dir().resolve("a link"), spaced.launcher());
    assertThat(spaced.launch(link, Map.of(), bench, "init", "--example").expect(0).out())
        .contains("hpc-socks");
    Make.run("uninstall", "PREFIX=" + prefix);
    assertThat(files(prefix))
        .containsExactlyInAnyOrder(foreign, prefix.resolve("share/man/man1/other.1"));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !Files.isDirectory(file)).toList();
    }
  }
}
