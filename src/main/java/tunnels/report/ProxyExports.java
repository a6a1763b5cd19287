package tunnels.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The variables by which programs find a SOCKS proxy, in a shell's own words. */
public final class ProxyExports {

  /** A family of shells. */
  public enum Shell {
    SH("export %s=%s"),
    FISH("set -gx %s %s"),
    CSH("setenv %s %s");

    private final String form;

    Shell(String form) {
      this.form = form;
    }
  }

  private static final List<String> PROXIES = List.of("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY");
  private static final String NOT_PROXIED = "localhost,127.0.0.1,::1";

  private ProxyExports() {}

  /**
   * @param proxy as {@code host:port}; {@code socks5h} lets the far end resolve names
   */
  public static String of(String proxy, Shell shell) {
    StringBuilder text = new StringBuilder();
    variables(proxy)
        .forEach(
            (name, value) ->
                text.append(String.format(Locale.ROOT, shell.form, name, ShellWords.word(value)))
                    .append('\n'));
    return text.toString();
  }

  /**
   * What a login shell of any family takes for a shell, or a command, with the variables set.
   *
   * @param words of the command, joined by spaces as ssh does; none is a login shell
   */
  public static String session(String proxy, List<String> words) {
    String variables =
        variables(proxy).entrySet().stream()
            .map(each -> each.getKey() + "=" + ShellWords.word(each.getValue()))
            .collect(Collectors.joining(" "));
    String shell = words.isEmpty() ? "-l" : "-c " + ShellWords.word(String.join(" ", words));
    return "exec env " + variables + " \"$SHELL\" " + shell;
  }

  /** Some programs read the one, some the other. */
  private static Map<String, String> variables(String proxy) {
    Map<String, String> variables = new LinkedHashMap<>();
    PROXIES.forEach(name -> both(variables, name, "socks5h://" + proxy));
    both(variables, "NO_PROXY", NOT_PROXIED);
    return variables;
  }

  private static void both(Map<String, String> variables, String name, String value) {
    variables.put(name, value);
    variables.put(name.toLowerCase(Locale.ROOT), value);
  }
}
