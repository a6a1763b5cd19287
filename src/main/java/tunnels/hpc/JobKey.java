package tunnels.hpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tunnels.files.RegularFile;
import tunnels.process.Processes;

/** The key pair that lets us, and nobody else, into the sshd of one job. */
final class JobKey {

  private static final int LONGEST = 16 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Processes processes;
  private final Path folder;

  JobKey(Processes processes, Path folder) {
    this.processes = processes;
    this.folder = folder;
  }

  Path file() {
    return folder.resolve("key");
  }

  /** Makes the pair if it is not there; empty where ssh-keygen cannot. */
  Optional<String> publicKey() throws IOException {
    Path readable = folder.resolve("key.pub");
    if (!Files.exists(readable)) {
      Files.deleteIfExists(file());
      var unused =
          processes.run(
              List.of(
                  "ssh-keygen",
                  "-q",
                  "-t",
                  "ed25519",
                  "-N",
                  "",
                  "-C",
                  "tunnels",
                  "-f",
                  file().toString()),
              "",
              LIMIT);
    }
    return Files.exists(readable)
        ? Optional.of(RegularFile.text(readable, LONGEST).strip())
        : Optional.empty();
  }
}
