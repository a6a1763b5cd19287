package tunnels.openssh;

/** What became of a forward that was asked for. */
public sealed interface Opened {

  /**
   * It is there.
   *
   * @param as the fields under which the master knows it, for closing it
   * @param port the listen port that the server picked or granted; 0 where none was to be picked
   */
  record There(MuxForward as, int port) implements Opened {}

  /**
   * It is not; the connection is none the worse.
   *
   * @param late whether it waits for a login shell that does not come to our command
   */
  record Missing(Cause cause, boolean late) implements Opened {
    Missing(Cause cause) {
      this(cause, false);
    }
  }
}
