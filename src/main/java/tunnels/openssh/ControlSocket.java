package tunnels.openssh;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The path of a master's control socket, which is the master's identity, and what answers there.
 */
public record ControlSocket(Path path) {

  /** The socket itself, and those of a probe that was killed. */
  private static final List<String> SCRATCH = List.of("", ".p", ".q");

  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** ssh binds PATH.<16 random characters> first, and sun_path has 108 bytes here, 104 on macOS. */
  private static final int LONGEST_LINUX = 90;

  private static final Duration DYING = Duration.ofMillis(500);
  private static final long POLL_NANOS = 10_000_000;

  private static final int LONGEST_MACOS = 86;

  /** What is at the path. */
  public enum State {
    /** Nothing. */
    ABSENT,
    /** A socket of a master that is dead: SIGKILL leaves it. */
    STALE,
    /** A socket whose master does not answer: stopped, or hung. */
    SILENT,
    /** A master that answers. */
    LIVE
  }

  /**
   * @param pid of the master; 0 unless live
   */
  public record Look(State state, long pid) {}

  /** Connects and asks for ALIVE. */
  public Look look() {
    long deadline = System.nanoTime() + DYING.toNanos();
    while (true) {
      try {
        return glance();
      } catch (EOFException e) {
        if (System.nanoTime() > deadline) {
          return new Look(State.SILENT, 0);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  /**
   * @throws EOFException where the master hangs up on us: it is about to be gone
   */
  private Look glance() throws EOFException {
    if (!Files.exists(path)) {
      return new Look(State.ABSENT, 0);
    }
    try (MuxConnection mux = MuxConnection.ask(path, PATIENCE)) {
      return new Look(State.LIVE, mux.answer());
    } catch (ConnectException e) {
      return new Look(State.STALE, 0);
    } catch (SocketTimeoutException | ProtocolException e) {
      return new Look(State.SILENT, 0);
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      return Files.exists(path) ? unknown(e) : new Look(State.ABSENT, 0);
    }
  }

  /** A connect on a full backlog fails at once; all else, as no descriptor left, says nothing. */
  private static Look unknown(IOException e) {
    String words = String.valueOf(e.getMessage());
    if (words.contains("temporarily unavailable") || words.contains("Permission denied")) {
      return new Look(State.SILENT, 0);
    }
    throw new UncheckedIOException(e);
  }

  /** Which file is at the path now, as the file system tells files apart; empty if none is. */
  Optional<Object> file() {
    try {
      return Optional.ofNullable(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes what a dead master left here, and the short-lived sockets beside it. */
  public void remove() {
    for (String ending : SCRATCH) {
      // What is no dead socket is not ours to remove.
      var unused = new UnixListener(path + ending).clear();
    }
  }

  /** A connection for requests. */
  public MuxConnection connect() throws IOException {
    return MuxConnection.connect(path, PATIENCE);
  }

  private static boolean isExpanded(String text) {
    return text.indexOf('%') >= 0 || text.indexOf('$') >= 0 || text.indexOf('"') >= 0;
  }

  /** Why no master can have this path, if so. */
  public Optional<String> fault() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    int longest = system.startsWith("mac") ? LONGEST_MACOS : LONGEST_LINUX;
    if (isExpanded(path.toString())) {
      return Optional.of(
          "ssh cannot use % or $ or a quote in " + path + ": choose another --state DIR");
    }
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    return length <= longest
        ? Optional.empty()
        : Optional.of(
            "the control socket's path has %d bytes, ssh can use %d: choose a shorter --state DIR (%s)"
                .formatted(length, longest, path));
  }
}
