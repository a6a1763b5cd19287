package tunnels.cli;

/** What was typed cannot be done; the message says what to type. */
final class UsageError extends RuntimeException {

  private static final long serialVersionUID = 1;

  UsageError(String message) {
    super(message);
  }
}
