package tunnels.supervise;

/**
 * What a pass is made for.
 *
 * @param ask whether the peer itself must answer: after sleep, or on another network, ALIVE says
 *     nothing
 * @param hurry whether a wait that has not passed is cut short: the server was seen to be back
 */
public record Request(Mode mode, boolean ask, boolean hurry) {

  /** Both in one. */
  Request and(Request other) {
    return new Request(mode, ask || other.ask, hurry || other.hurry);
  }

  public static Request of(Mode mode) {
    return new Request(mode, false, false);
  }
}
