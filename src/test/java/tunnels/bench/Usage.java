package tunnels.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What processes take, as Linux tells.
 *
 * @param rss MiB, as the other two
 * @param pss what is shared counts in parts
 * @param own what no other process shares
 * @param cpu seconds so far, with those of children that have ended
 */
record Usage(double rss, double pss, double own, double cpu) {

  /** Linux counts the time of processes in hundredths of a second for every program. */
  private static final double TICKS = 100;

  private static final double KIB = 1024;

  static Usage of(List<Long> pids) throws IOException {
    Usage sum = new Usage(0, 0, 0, 0);
    for (long pid : pids) {
      List<String> rollup = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
      double own = field(rollup, "Private_Clean") + field(rollup, "Private_Dirty");
      sum = sum.plus(new Usage(field(rollup, "Rss"), field(rollup, "Pss"), own, seconds(pid)));
    }
    return sum;
  }

  private Usage plus(Usage more) {
    return new Usage(rss + more.rss, pss + more.pss, own + more.own, cpu + more.cpu);
  }

  private static double field(List<String> rollup, String name) {
    return rollup.stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB)
        .sum();
  }

  private static double seconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks = 0;
    for (int field = 11; field < 15; field++) {
      ticks += Double.parseDouble(fields[field]);
    }
    return ticks / TICKS;
  }
}
