package tunnels.openssh;

import java.util.Optional;

/**
 * What is in the way of a remote forward, for people: why it stays, and what to do.
 *
 * @param words follow ssh's own
 * @param advice empty where that of the kind of failure holds
 * @param late whether the login shell did not come to our command in time
 * @param gone whether it is worth another try
 */
record RemoteObstacle(String words, Optional<String> advice, boolean late, boolean gone) {

  private static final String UNLINK =
      "remove %s on %s, or set `StreamLocalBindUnlink yes` in its sshd_config";

  /** There is nothing that we could say. */
  static RemoteObstacle unknown(boolean late) {
    return new RemoteObstacle("", Optional.empty(), late, false);
  }

  /** Nobody may be asked: {@code remote_commands = false}. */
  static RemoteObstacle unseen(String path, String host) {
    return of(
        "a file may be left there (remote_commands = false: it is not looked at)",
        UNLINK.formatted(path, host));
  }

  /** Somebody accepts connections there. */
  static RemoteObstacle listening(String path, String host) {
    return of(
        "somebody listens there",
        "choose another path, or end what listens at %s on %s".formatted(path, host));
  }

  /** By the word of {@link RemoteLeftovers}' script. */
  static RemoteObstacle ofFile(RemoteAnswer answer, String path, String host) {
    if (answer.said().isEmpty()) {
      String words = "our command that removes a file left there did not run: " + answer.why();
      String advice = UNLINK.formatted(path, host);
      return new RemoteObstacle(words, Optional.of(advice), answer.late(), false);
    }
    return switch (answer.said().get()) {
      case "removed" -> removed();
      case "used" -> listening(path, host);
      case "file" -> of("what is there is no socket", "move %s on %s away".formatted(path, host));
      case "folder" ->
          of("its folder is not there", "make the folder of %s on %s".formatted(path, host));
      case "none" -> nothing(path, host);
      default ->
          of("the file there cannot be removed", "have %s on %s removed".formatted(path, host));
    };
  }

  /** What was in the way is gone. */
  static RemoteObstacle removed() {
    return new RemoteObstacle("", Optional.empty(), false, true);
  }

  /** Or it has gone meanwhile. */
  private static RemoteObstacle nothing(String path, String host) {
    String advice =
        "%s forbids it (AllowStreamLocalForwarding), or you may not write to the folder of %s"
            .formatted(host, path);
    return new RemoteObstacle("nothing is in its way", Optional.of(advice), false, true);
  }

  /** A port that a dead session of ours may have. */
  static RemoteObstacle ofSession(RemoteAnswer answer, String host) {
    String words =
        "an earlier session of ours may have it; our command that ends it did not run: "
            + answer.why();
    String advice =
        "make %s's login shell run commands (`ssh %s true`), or wait for its ClientAliveInterval"
            .formatted(host, host);
    return new RemoteObstacle(words, Optional.of(advice), answer.late(), false);
  }

  /**
   * Why a forward is not there.
   *
   * @param ssh what the client says of it
   */
  Opened.Missing missing(Cause ssh) {
    String all = words.isEmpty() ? ssh.message() : ssh.message() + "; " + words;
    return new Opened.Missing(new Cause(ssh.kind(), all, advice.orElse(ssh.advice())), late);
  }

  private static RemoteObstacle of(String words, String advice) {
    return new RemoteObstacle(words, Optional.of(advice), false, false);
  }
}
