package tunnels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tunnels.files.FolderListing;
import tunnels.files.RegularFile;

/** The profiles that an installation rehearses with: none is wanted up, and none leads anywhere. */
final class RehearsalProfiles {

  /** What is often there. */
  private static final String SETTINGS =
      """
      [ssh]
      config = "%s"
      options = ["Compression=yes"]
      [retry]
      first = "2s"
      [health]
      alive = "10s"
      """;

  /** Of two profiles: a destination with a port, a shared connection, and a warning. */
  private static final String ONE_OF_TWO =
      """
      host = "ssh://me@hpc:22"
      [[forward]]
      local = "19997:localhost:80"
      [ssh]
      connection = "hpc"
      """;

  /** Nothing starts it without a person. */
  private static final String STARTABLE =
      """
      host = "hpc"
      unattended = false
      [ssh]
      options = ["ProxyCommand=false"]
      [[forward]]
      local = "19998:localhost:80"
      """;

  private static final int LONGEST = 256 * 1024;

  private RehearsalProfiles() {}

  /** The examples, two that share a connection, and settings without the user's ssh_config. */
  static void write(Path folder, Path examples) throws IOException {
    Files.createDirectories(folder.resolve("profiles"));
    Path ssh = Files.createFile(folder.resolve("ssh_config"));
    Files.writeString(folder.resolve("config.toml"), SETTINGS.formatted(ssh));
    for (Path example : FolderListing.of(examples)) {
      String text = RegularFile.text(example, LONGEST).replace("autostart = true", "");
      Files.writeString(folder.resolve("profiles").resolve(example.getFileName()), text);
    }
    for (String name : List.of("one", "two")) {
      write(folder, name, ONE_OF_TWO);
    }
  }

  /** One more, that can be started. */
  static void add(Path folder, String name) throws IOException {
    write(folder, name, STARTABLE);
  }

  private static void write(Path folder, String name, String profile) throws IOException {
    Files.writeString(folder.resolve("profiles").resolve(name + ".toml"), profile);
  }
}
