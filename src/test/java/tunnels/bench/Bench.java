package tunnels.bench;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What {@code make bench} runs. Its name is none that a test run finds by itself, and it asserts
 * nothing: it measures.
 */
class Bench {

  private static final List<Group> GROUPS =
      List.of(new Start(), new Up(), new Recovery(), new Rest(), new Growth(), new Traffic());

  @Test
  void measures() throws Exception {
    Options options = Options.given();
    Report report = new Report();
    Path folder = Path.of(System.getProperty("basedir", ""), "target/bench");
    for (Group group : GROUPS) {
      if (options.asksFor(group)) {
        group.measure(options, report);
        report.write(folder);
      }
    }
  }
}
