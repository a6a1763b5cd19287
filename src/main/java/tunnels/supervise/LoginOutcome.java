package tunnels.supervise;

import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;

/** What a login that was tried tells of its server. */
enum LoginOutcome {
  LOGGED_IN,
  /** The server, or the way to it, did not do its part: others that try it would fail too. */
  SERVER_FAILED,
  /** It failed for a reason of its own, as a key that is refused: others need not. */
  NOTHING;

  /**
   * @param failure of the start; empty if it succeeded
   */
  static LoginOutcome of(Optional<Failure> failure) {
    return failure.isEmpty() ? LOGGED_IN : of(failure.get().kind());
  }

  private static LoginOutcome of(FailureKind kind) {
    return switch (kind) {
      case DNS, REFUSED, UNREACHABLE, TIMEOUT, JUMP, KEEPALIVE, CLOSED, UNKNOWN -> SERVER_FAILED;
      case AUTH, HOST_KEY, CONFIG, NEGOTIATION, LOCAL_BUSY, REMOTE_REFUSED -> NOTHING;
    };
  }
}
