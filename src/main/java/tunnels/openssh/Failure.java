package tunnels.openssh;

import java.time.Instant;

/**
 * Something that did not work, told apart once.
 *
 * @param message ssh's own words
 * @param advice one line on what to do
 */
public record Failure(FailureKind kind, String message, String advice, Instant at) {

  /** A failure of something on a connection that was up. */
  public static Failure of(Cause cause, String host, Instant at) {
    return new Failure(cause.kind(), cause.message(), cause.advice(host, host), at);
  }

  /** In one line: {@code refused: ssh: connect to host ...}. */
  public String words() {
    return kind.word() + ": " + message;
  }

  /** The same with other advice. */
  public Failure advising(String other) {
    return new Failure(kind, message, other, at);
  }

  /** A failure of a start. */
  public static Failure of(Cause cause, Connection connection, Instant at) {
    String advice = cause.advice(connection.host().text(), connection.byHand());
    return new Failure(cause.kind(), cause.message(), advice, at);
  }
}
