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
    Runtime.getRuntime().addShutdownHook(new Thread(Bench::endAll)); // where it is interrupted
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

  /** The servers and the tools; ssh in the background ends with its server. */
  private static void endAll() {
    List<ProcessHandle> started = ProcessHandle.current().descendants().toList();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
