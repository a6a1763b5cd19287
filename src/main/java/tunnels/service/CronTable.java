package tunnels.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The text of a crontab with our block in it. What stands around the block stays byte for byte; a
 * block that is there is replaced where it stands.
 */
final class CronTable {

  private static final String BEGIN = "# BEGIN tunnels (removed by: tunnels uninstall cron)\n";
  private static final String END = "# END tunnels\n";
  private static final Pattern BLOCK =
      Pattern.compile(
          "^# BEGIN tunnels\\b.*\\R(?:(?!# (?:BEGIN|END) tunnels\\b).*\\R)*+# END tunnels[ \\t]*(?:\\R|\\z)",
          Pattern.MULTILINE);
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@+,-]+");

  private CronTable() {}

  /** The lines of the block: at boot, and every minute. */
  static List<String> lines(Invocation invocation) {
    List<String> words = new ArrayList<>(List.of("env")); // the crontab's SHELL may be any
    for (Map.Entry<String, String> each : invocation.environment().entrySet()) {
      words.add(each.getKey() + "=" + word(each.getValue()));
    }
    words.add(word(invocation.program().toString()));
    words.add("keepalive");
    String command = String.join(" ", words).replace("%", "\\%"); // else a line break, crontab(5)
    return List.of("@reboot " + command, "* * * * * " + command);
  }

  static String with(String table, List<String> lines) {
    String block = BEGIN + String.join("\n", lines) + "\n" + END;
    var found = BLOCK.matcher(table);
    if (found.find()) {
      return table.substring(0, found.start()) + block + table.substring(found.end());
    }
    boolean whole = table.isEmpty() || table.endsWith("\n");
    return table + (whole ? "" : "\n") + block;
  }

  /** Without any block of ours. */
  static String without(String table) {
    return BLOCK.matcher(table).replaceAll("");
  }

  /** A word for sh(1), which cron hands the line to. */
  private static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
