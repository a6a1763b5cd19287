package tunnels.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.zeroturnaround.exec.ProcessExecutor;

/**
 * The environment that this program was given, which is what each child process gets. Java itself
 * has a few variables of the launcher's (a locale in UTF-8, without which it knows only paths in
 * ASCII); for each of these, the system property {@code tunnels.given.NAME} has the value that was
 * given, empty where there was none. Without a launcher there are no such properties.
 */
public final class GivenEnvironment {

  private static final String PROPERTY = "tunnels.given.";
  private static final List<String> LAUNCHERS = List.of("LC_ALL", "MALLOC_ARENA_MAX");

  private GivenEnvironment() {}

  /** A copy of this process's environment, as it was given. */
  public static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> given = new HashMap<>(environment);
    restore(given, System::getProperty);
    return given;
  }

  /** A command whose environment is that which was given. */
  static ProcessBuilder command(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    restore(builder.environment(), System::getProperty);
    return builder;
  }

  /** The same for zt-exec, which removes a variable whose value is null. */
  static ProcessExecutor executor(List<String> words) {
    ProcessExecutor executor = new ProcessExecutor(words);
    for (String name : LAUNCHERS) {
      String value = System.getProperty(PROPERTY + name);
      if (value != null) {
        executor.environment(name, value.isEmpty() ? null : value);
      }
    }
    return executor;
  }

  static void restore(Map<String, String> environment, UnaryOperator<String> properties) {
    for (String name : LAUNCHERS) {
      String value = properties.apply(PROPERTY + name);
      if (value != null && value.isEmpty()) {
        environment.remove(name);
      } else if (value != null) {
        environment.put(name, value);
      }
    }
  }
}
