package tunnels.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** What a failure of the file system says to a person: no class of Java's is in it. */
public final class FileFailure {

  private FileFailure() {}

  /** Which file, and why; what is no failure of a file speaks for itself. */
  public static String words(Throwable failure) {
    if (failure instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
      return words(wrapped.getCause());
    }
    String file = failure instanceof FileSystemException of ? of.getFile() : null;
    return file == null ? why(failure) : file + ": " + why(failure);
  }

  /** Why alone. */
  public static String why(Throwable failure) {
    if (failure instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
      return why(wrapped.getCause());
    }
    if (failure instanceof FileSystemException of) {
      return Optional.ofNullable(of.getReason()).orElseGet(() -> ofClass(of));
    }
    return failure instanceof IOException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  /** Those that carry no reason: their class is the reason. */
  private static String ofClass(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "is no folder";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "there is such a file already";
    }
    return failure instanceof FileSystemLoopException
        ? "links go round in a circle"
        : failure.getClass().getSimpleName();
  }
}
