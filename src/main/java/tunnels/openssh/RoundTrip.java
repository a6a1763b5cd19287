package tunnels.openssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tunnels.profile.Ascii;
import tunnels.profile.Forward;

/**
 * Asks the peer itself, as ALIVE does not: opens a channel to a Unix path on the far side and waits
 * for the answer. A refusal is an answer too, so that it works for accounts that may do nothing.
 */
public final class RoundTrip {

  /** A path that exists nowhere: the server's answer is a refusal after one round trip. */
  private static final String NOWHERE = "/nonexistent";

  /** What the master writes of that, with a number in between. */
  private static final String CHANNEL = "channel ";

  private static final String REFUSED = ": open failed: connect failed: open failed";

  private final ControlSocket master;
  private final Path scratch;

  /**
   * @param master of a living master
   * @param scratch where a short-lived Unix socket may be made; nothing is there yet
   */
  public RoundTrip(ControlSocket master, Path scratch) {
    this.master = master;
    this.scratch = scratch;
  }

  /** Whether a line of a master's log is the answer to one of these, and tells of nothing else. */
  public static boolean isAnswer(String line) {
    int colon = Math.max(0, line.indexOf(':'));
    return line.startsWith(CHANNEL)
        && line.substring(colon).equals(REFUSED)
        && Ascii.isNumber(line.substring(CHANNEL.length(), colon));
  }

  /** How long the peer took to answer; empty if it did not within the limit. */
  public Optional<Duration> measure(Duration limit) throws IOException {
    return refusal(NOWHERE, limit);
  }

  /** Whether a process on the far side listens on this Unix socket. */
  public boolean listens(String remotePath, Duration limit) throws IOException {
    return refusal(remotePath, limit).isEmpty();
  }

  private Optional<Duration> refusal(String remotePath, Duration limit) throws IOException {
    MuxForward forward =
        new MuxForward(
            Forward.Kind.LOCAL, scratch.toString(), MuxForward.UNIX, remotePath, MuxForward.UNIX);
    Files.deleteIfExists(scratch);
    try (MuxConnection mux = master.connect()) {
      // One that was killed while it asked has left its forward, whose socket is gone.
      mux.close(forward);
      if (mux.open(forward) instanceof MuxReply.Refused refused) {
        throw new IOException("no round trip: " + refused.reason());
      }
      try {
        return endOfChannel(limit);
      } finally {
        mux.close(forward);
      }
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  private Optional<Duration> endOfChannel(Duration limit) throws IOException {
    long start = System.nanoTime();
    try (TimedSocket channel = TimedSocket.connect(scratch, limit)) {
      return channel.ends()
          ? Optional.of(Duration.ofNanos(System.nanoTime() - start))
          : Optional.empty();
    }
  }
}
