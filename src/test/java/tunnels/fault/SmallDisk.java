package tunnels.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tunnels.fixture.Workbench;

/**
 * The state directory's own file system, which can be full or take no new file; only root can have
 * one.
 */
final class SmallDisk {

  private final Workbench bench;
  private final boolean there;

  private SmallDisk(Workbench bench, boolean there) {
    this.bench = bench;
    this.there = there;
  }

  /** Before the state directory is used. */
  static SmallDisk under(Workbench bench) throws Exception {
    Path state = bench.state();
    Files.createDirectories(state);
    boolean there =
        succeeds("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", state.toString());
    SmallDisk disk = new SmallDisk(bench, there);
    if (there) {
      Thread last = new Thread(disk::unmount);
      Runtime.getRuntime().addShutdownHook(last);
      bench.keep(disk::unmount);
    }
    return disk;
  }

  /** Whether this machine lets us have one. */
  boolean isThere() {
    return there;
  }

  /** Not one byte more can be written. */
  void fill() throws IOException {
    byte[] zeros = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(zeros);
      }
    } catch (IOException full) {
      // as it should be
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  /** No file can be made, renamed or removed. */
  void freeze(boolean on) throws Exception {
    List<String> command = new ArrayList<>(List.of("chattr", on ? "+i" : "-i"));
    folders().forEach(folder -> command.add(folder.toString()));
    if (!succeeds(command.toArray(String[]::new))) {
      throw new IOException("chattr fails");
    }
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.walk(bench.machine())) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private Path filler() throws IOException {
    return bench.machine().resolve("filler");
  }

  private void unmount() {
    try {
      succeeds("umount", "-l", bench.state().toString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }
}
