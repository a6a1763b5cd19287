package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Tells whether a regular file was changed, its owner and permissions included, unread. */
final class FileStamp {

  private FileStamp() {}

  static String of(String path) {
    try {
      PosixFileAttributes file = Files.readAttributes(Path.of(path), PosixFileAttributes.class);
      return file.isRegularFile()
          ? "%s %d %s %s %s"
              .formatted(
                  path,
                  file.size(),
                  file.lastModifiedTime(),
                  file.owner().getName(),
                  PosixFilePermissions.toString(file.permissions()))
          : path + " is no file";
    } catch (IOException | InvalidPathException e) {
      return path + " is not there";
    }
  }
}
