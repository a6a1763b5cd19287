package tunnels.openssh;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tunnels.files.FileFailure;

/**
 * The file of a listening Unix socket on this side. No ssh ever removes one, and a start over one
 * that is left fails, so we do; but never a regular file and never a live listener.
 */
final class UnixListener {

  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Path path;

  UnixListener(String path) {
    this.path = Path.of(path);
  }

  /** Removes the socket files on this side; what stays in the way is not ours, and ssh names it. */
  static void clear(List<MuxForward> forwards) {
    for (MuxForward forward : forwards) {
      if (!forward.remote() && forward.listensOnUnix()) {
        var unused = new UnixListener(forward.listenHost()).clear();
      }
    }
  }

  /** Removes a socket on which nobody listens; tells what is in the way otherwise. */
  Optional<String> clear() {
    try {
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (!isSocket()) {
        return Optional.of(path + " is in the way, and it is not a socket");
      }
      if (answers()) {
        return Optional.of(path + ": another process listens on this socket");
      }
      Files.deleteIfExists(path);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(path + ": " + FileFailure.why(e));
    }
  }

  private boolean isSocket() throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return mode instanceof Integer bits && (bits & TYPE) == SOCKET;
  }

  private boolean answers() throws IOException {
    try {
      TimedSocket.connect(path, PATIENCE).close();
      return true;
    } catch (ConnectException refused) {
      return false;
    }
  }
}
