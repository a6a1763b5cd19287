package tunnels.report;

import java.util.List;
import java.util.Locale;

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
    PROXIES.forEach(name -> both(text, shell, name, "socks5h://" + proxy));
    both(text, shell, "NO_PROXY", NOT_PROXIED);
    return text.toString();
  }

  /** Some programs read the one, some the other. */
  private static void both(StringBuilder text, Shell shell, String name, String value) {
    for (String each : List.of(name, name.toLowerCase(Locale.ROOT))) {
      text.append(String.format(Locale.ROOT, shell.form, each, ShellWords.word(value)));
      text.append('\n');
    }
  }
}
