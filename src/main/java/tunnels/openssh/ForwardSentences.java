package tunnels.openssh;

import static tunnels.openssh.FailureKind.CONFIG;
import static tunnels.openssh.FailureKind.LOCAL_BUSY;
import static tunnels.openssh.FailureKind.REMOTE_REFUSED;

import java.util.List;

/** What is said where a listener cannot be made. */
final class ForwardSentences {

  private static final String UNIX =
      "^unix_listener: cannot (?:bind to|listen on) path (.*/)[^/]*: ";
  private static final int FIRST_FREE = 1024;

  private ForwardSentences() {}

  /**
   * A listener on this side.
   *
   * @param words ssh's, or ours of a file that is in the way
   */
  static Cause local(MuxForward forward, String words) {
    for (Sentence sentence : here()) {
      var cause = sentence.meaning(words);
      if (cause.isPresent()) {
        return cause.get();
      }
    }
    String advice =
        forward.listensOnUnix()
            ? "something here has that path: `ss -lxp` names it; or choose another"
            : LOCAL_BUSY.advice();
    return new Cause(LOCAL_BUSY, words, advice);
  }

  /** A listener on the far side; its server says no more than that there is none. */
  static Cause remote(MuxForward forward, String words) {
    if (forward.listensOnUnix()) {
      return new Cause(
          REMOTE_REFUSED,
          words,
          "on {host}, something listens there, its folder is not there or not yours, or sockets are"
              + " forbidden (AllowStreamLocalForwarding)");
    }
    if (forward.listenPort() > 0 && forward.listenPort() < FIRST_FREE) {
      return new Cause(
          REMOTE_REFUSED,
          words,
          "a port below 1024 needs root on {host}; or it is in use or forbidden there (PermitListen)");
    }
    return new Cause(REMOTE_REFUSED, words);
  }

  private static List<Sentence> here() {
    return List.of(
        Sentence.of(
            CONFIG,
            "^bind \\[[^]]*\\]:(\\d+): Permission denied",
            "port {1} needs root on this machine: choose one from 1024 up"),
        Sentence.of(
            CONFIG,
            "^bind \\[([^]]*)\\]:\\d+: (Cannot|Can't) assign requested address",
            "{1} is no address of this machine now (a VPN that is down?): choose another"),
        Sentence.of(
            CONFIG,
            "getaddrinfo\\((.*)\\): ",
            "the bind address {1} is not found: write localhost or an address"),
        Sentence.of(
            CONFIG, UNIX + "No such file or directory", "its folder is not there: `mkdir -p {1}`"),
        Sentence.of(
            CONFIG,
            UNIX + "Permission denied",
            "{1} cannot be written to by you: choose another path"),
        Sentence.of(
            CONFIG,
            UNIX
                + "(Not a directory|Read-only file system|Operation not .*|File name too long|.*loop.*)",
            "no socket can be made in {1}: choose another path"),
        Sentence.of(
            CONFIG,
            "^unix_listener: path \".*\" too long|^Local (?:listening|connecting) path too long",
            "choose a shorter path"),
        Sentence.of(
            LOCAL_BUSY,
            "^(.*) is in the way, and it is not a socket$",
            "remove {1}, or choose another path"));
  }
}
