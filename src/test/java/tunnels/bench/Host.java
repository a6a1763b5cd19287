package tunnels.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tunnels.fixture.Installation;

/** The machine that it was measured on; no names. */
final class Host {

  private Host() {}

  static List<String> here() throws IOException {
    return List.of(
        Runtime.getRuntime().availableProcessors() + " CPUs, " + memory() + " GiB of memory",
        field("/etc/os-release", "PRETTY_NAME=").replace("\"", "")
            + ", Linux "
            + System.getProperty("os.version").replaceAll("-.*", ""),
        said("ssh", "-V").replaceAll(",.*", "") + "; JDK " + Runtime.version(),
        "load of the last minute at the end: "
            + Files.readString(Path.of("/proc/loadavg")).split(" ")[0],
        "java of the first installation: " + said(Installation.java().toString(), "-version"));
  }

  private static long memory() throws IOException {
    String kib = field("/proc/meminfo", "MemTotal:").replaceAll("[^0-9]", "");
    return Math.round(Long.parseLong(kib) / 1024.0 / 1024.0);
  }

  private static String field(String file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()))
          .findFirst()
          .orElse("");
    }
  }

  private static String said(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8)
        .lines()
        .findFirst()
        .orElse("");
  }
}
