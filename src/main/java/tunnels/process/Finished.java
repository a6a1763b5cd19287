package tunnels.process;

/**
 * How a child process ended.
 *
 * @param status its exit status; {@link #TIMED_OUT} or {@link #NOT_STARTED} where it has none
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr, or why it could not be started
 */
public record Finished(int status, String out, String err) {

  /** The time limit passed and the process was ended. */
  public static final int TIMED_OUT = -1;

  /** There was no process: the program is missing or cannot be executed. */
  public static final int NOT_STARTED = -2;

  public boolean ok() {
    return status == 0;
  }
}
