package tunnels.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tunnels.fixture.Installation;
import tunnels.fixture.Workbench;

/** How long a command takes that has nothing to do. */
final class Start implements Group {

  private static final List<String> PYTHON =
      List.of("/usr/bin/python3", "-c", "import argparse, tomllib, json");

  private static final int[] PROFILES = {5, 50, 500};

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void measure(Options options, Report report) throws Exception {
    List<Installed> all = Installed.all(options);
    try (Workbench bench = Workbench.clean()) {
      int written = 0;
      for (int count : PROFILES) {
        while (written < count) {
          profile(bench, written++);
        }
        for (String command : List.of("status", "keepalive", "check")) {
          contest(command + ", " + count + " profiles", command, all, bench)
              .run(options.runs(), report);
        }
      }
      contest("--help", "--help", all, bench).run(options.runs(), report);
      for (Installed installed : all) {
        classes(installed, bench, report);
      }
    }
  }

  static void profile(Workbench bench, int number) throws IOException {
    bench.tunnel("t" + number, "local = \"%d:localhost:80\"".formatted(20_000 + number));
  }

  private Contest contest(String what, String command, List<Installed> all, Workbench bench) {
    Contest contest = new Contest(name(), what, Unit.MILLISECONDS);
    contest.with("python3", () -> taken(PYTHON));
    for (Installed installed : all) {
      List<String> words = words(installed.at(), bench);
      words.add(command);
      contest.with(installed.name(), () -> taken(words));
    }
    return contest;
  }

  static List<String> words(Installation installed, Workbench bench) {
    List<String> words = new ArrayList<>(List.of(installed.launcher().toString()));
    words.addAll(Installation.options(bench));
    return words;
  }

  /** Milliseconds from the start of a command to its end. */
  static double taken(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    builder.start().waitFor();
    return (System.nanoTime() - start) / 1e6;
  }

  /** What {@code status} loads, with the launcher's own flags. */
  private void classes(Installed installed, Workbench bench, Report report) throws Exception {
    Path lib = installed.at().lib();
    Path log = bench.dir().resolve("classes");
    List<String> command = new ArrayList<>(Files.readAllLines(lib.resolve("start")));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.add("-Djdk.reflect.useNativeAccessorOnly=true");
    command.addAll(List.of("-Xlog:disable", "-Xlog:class+load:file=" + log));
    command.addAll(List.of("-cp", lib.resolve("tunnels.jar").toString(), "tunnels.Main"));
    command.addAll(Installation.options(bench));
    command.add("status");
    taken(command);
    List<String> loaded =
        Files.readAllLines(log).stream().filter(line -> line.contains("source:")).toList();
    double archived =
        loaded.stream().filter(line -> line.contains("source: shared objects file")).count();
    String who = installed.name();
    report.add(name(), "classes that status loads", who, Unit.COUNT, List.of(1.0 * loaded.size()));
    report.add(name(), "of these from the archive", who, Unit.COUNT, List.of(archived));
  }
}
