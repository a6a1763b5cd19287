package tunnels.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tunnels.files.RegularFile;

/** Who started this process, as proc(5) tells; where there is none, nobody knows. */
public final class Ancestry {

  private static final int LONGEST = 1024;

  /** A chain of processes has an end, but they come and go while it is read. */
  private static final int MOST = 30;

  private static final int PARENT = 1;
  private static final int TERMINAL = 4;

  private Ancestry() {}

  /** Whether a cron did, by whatever shells between, and not a person at a terminal. */
  public static boolean isCron() {
    try {
      String stat = stat("self");
      if (!field(stat, TERMINAL).equals("0")) {
        return false;
      }
      for (int i = 0; i < MOST && !field(stat, PARENT).equals("0"); i++) {
        stat = stat(field(stat, PARENT));
        if (isCron(name(stat))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // no /proc here
    }
  }

  /** As ps calls it: cron, CRON, crond, fcron, anacron. */
  static boolean isCron(String name) {
    return name.endsWith("cron") || name.equals("CRON") || name.endsWith("crond");
  }

  /** What stands in parentheses; it may hold some itself. */
  static String name(String stat) {
    int end = stat.lastIndexOf(')');
    return end < 0 ? "" : stat.substring(stat.indexOf('(') + 1, end);
  }

  /** A field of those after the name, the state being the first. */
  static String field(String stat, int number) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    return number < fields.length ? fields[number] : "0";
  }

  private static String stat(String process) throws IOException {
    byte[] stat = RegularFile.first(Path.of("/proc", process, "stat"), LONGEST);
    return new String(stat, StandardCharsets.ISO_8859_1);
  }
}
