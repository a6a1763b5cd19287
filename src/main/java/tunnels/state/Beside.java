package tunnels.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Files that come into their place whole: written beside it, and renamed. */
final class Beside {

  /** What names a file that is on its way; whoever was killed has left it. */
  static final String PREFIX = ".new";

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Beside() {}

  /** Readable by its owner alone. Nobody ever sees a part of it, nor the place without a file. */
  static void write(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(name());
    try (SeekableByteChannel channel = Files.newByteChannel(beside, NEW, OURS)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (FileAlreadyExistsException e) {
      write(file, text);
      return;
    } catch (IOException e) {
      Files.deleteIfExists(beside); // where the disk is full
      throw e;
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Not of Files.createTempFile, which loads the security providers (src/docs/startup.md). */
  private static String name() {
    return PREFIX + Long.toHexString(requireNonNull(ThreadLocalRandom.current()).nextLong());
  }
}
