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
  private final boolean freezes;

  private SmallDisk(Workbench bench, boolean there, boolean freezes) {
    this.bench = bench;
    this.there = there;
    this.freezes = freezes;
  }

  /** Before the state directory is used. */
  static SmallDisk under(Workbench bench) throws Exception {
    Path state = bench.state();
    Files.createDirectories(state);
    boolean there =
        succeeds("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", state.toString());
    boolean freezes = there && chattr("+i", List.of(state)) && chattr("-i", List.of(state));
    SmallDisk disk = new SmallDisk(bench, there, freezes);
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

  /** Whether its folders can be made immutable: on tmpfs since Linux 6.6. */
  boolean freezes() {
    return freezes;
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
    if (!chattr(on ? "+i" : "-i", folders())) {
      throw new IOException("chattr fails");
    }
  }

  private static boolean chattr(String mode, List<Path> folders) throws Exception {
    List<String> command = new ArrayList<>(List.of("chattr", mode));
    folders.forEach(folder -> command.add(folder.toString()));
    return succeeds(command.toArray(String[]::new));
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
      var unused = succeeds("umount", "-l", bench.state().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notHere) {
      return false;
    }
  }
}
