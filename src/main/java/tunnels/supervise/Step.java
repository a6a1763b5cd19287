package tunnels.supervise;

/** The smallest thing to do next for a connection. */
enum Step {
  /** Everything is as it should be, or must be left as it is. */
  REST,
  /** Start a master, over whatever is left of the last one. */
  START,
  /** End the master and start another. */
  REPLACE,
  /** Prove a master that nobody saw start, and open all of its forwards. */
  ADOPT,
  /** Close and open forwards on the living master. */
  ADJUST,
  /** End the master and remove what is left of it. */
  STOP
}
