package tunnels.supervise;

/**
 * What a pass is made for.
 *
 * @param ask whether the peer itself must answer: after sleep, or on another network, ALIVE says
 *     nothing
 * @param hurry whether a wait that has not passed is cut short: the server was seen to be back
 * @param ended whether its master was seen to end, just now
 */
public record Request(Mode mode, boolean ask, boolean hurry, boolean ended) {

  /** Both in one. */
  Request and(Request other) {
    return new Request(mode, ask || other.ask, hurry || other.hurry, ended || other.ended);
  }

  /** Waits do not count; one that is taken over must answer. */
  public static Request atOnce() {
    return new Request(Mode.UNATTENDED, true, true, false);
  }

  public static Request of(Mode mode) {
    return new Request(mode, false, false, false);
  }
}
