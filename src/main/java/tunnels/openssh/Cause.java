package tunnels.openssh;

/**
 * Why something failed, told apart once.
 *
 * @param message ssh's own words, or ours where ssh was not asked
 * @param advice what to do in this very case, with {@code {host}} for the host and {@code {ssh}}
 *     for the words that follow {@code ssh} to make the same connection by hand
 */
public record Cause(FailureKind kind, String message, String advice) {

  /** With the advice that its kind has. */
  public Cause(FailureKind kind, String message) {
    this(kind, message, kind.advice());
  }

  /** The same, told with other words. */
  Cause saying(String words) {
    return new Cause(kind, words, advice);
  }

  /** One line on what to do. */
  String advice(String host, String byHand) {
    return advice.replace("{host}", host).replace("{ssh}", byHand);
  }
}
