package tunnels.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tunnels.process.GivenEnvironment;

/**
 * The world that the program finds itself in; the only place where it is looked at.
 *
 * @param home of the password database, where {@code $HOME} may say something else
 * @param terminals which of 0, 1 and 2 are terminals, as digits; the launcher tells
 */
public record Surroundings(
    PrintWriter out,
    PrintWriter err,
    Map<String, String> environment,
    Path home,
    String terminals,
    InstantSource clock) {

  /**
   * @throws UsageError if the home directory has a path that Java cannot say
   */
  public static Surroundings real() {
    return new Surroundings(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        GivenEnvironment.of(System.getenv()),
        passwordHome(),
        System.getProperty("tunnels.terminals", ""),
        InstantSource.system());
  }

  /** Without an entry in the password database Java knows of no home. */
  private static Path passwordHome() {
    String home = System.getProperty("user.home", "?");
    String known = home.startsWith("/") ? home : System.getenv().getOrDefault("HOME", "/");
    return Path.of(Undecoded.hold("the home directory", known));
  }

  /** Where the examples are installed; the launcher tells. */
  Optional<Path> examples() {
    return Optional.ofNullable(System.getProperty("tunnels.examples")).map(Path::of);
  }

  /** The program that was typed, absolute; the launcher tells. */
  Optional<Path> launcher() {
    return Optional.ofNullable(System.getProperty("tunnels.launcher"))
        .map(file -> Path.of(file).toAbsolutePath().normalize());
  }

  /** The words that run this program again. */
  List<String> program() {
    Optional<Path> launcher = launcher();
    String java = System.getProperty("java.home", "") + "/bin/java";
    return launcher.isPresent()
        ? List.of(launcher.get().toString())
        : List.of(java, "-cp", System.getProperty("java.class.path", ""), "tunnels.Main");
  }

  Optional<String> variable(String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  boolean isTerminal(int descriptor) {
    return terminals.contains(String.valueOf(descriptor));
  }

  /** A person who can answer ssh's questions: on the terminal, or through an askpass program. */
  boolean attended() {
    boolean terminal = isTerminal(0) && Files.isReadable(Path.of("/dev/tty"));
    String require = variable("SSH_ASKPASS_REQUIRE").orElse("");
    boolean wanted = require.equals("force") || require.equals("prefer");
    boolean display = variable("DISPLAY").isPresent() || variable("WAYLAND_DISPLAY").isPresent();
    boolean askpass = variable("SSH_ASKPASS").isPresent() && !require.equals("never");
    return terminal || (askpass && (wanted || display));
  }

  /** Whether what is printed may go beyond ASCII. */
  boolean unicode() {
    return variable("LC_ALL")
        .or(() -> variable("LC_CTYPE"))
        .or(() -> variable("LANG"))
        .map(locale -> locale.toUpperCase(Locale.ROOT).replace("-", ""))
        .filter(locale -> locale.contains("UTF8"))
        .isPresent();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
