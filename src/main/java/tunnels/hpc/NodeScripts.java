package tunnels.hpc;

import java.util.regex.Pattern;
import tunnels.profile.Endpoint;
import tunnels.supervise.JobServer;

/** What is run on the compute node by ssh. */
public final class NodeScripts {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");

  private static final String GUARD =
      """
      p=%d; t=%s;
      same() {
        kill -0 $p 2>/dev/null || return 1;
        s=$(cat /proc/$p/stat 2>/dev/null); s=${s##*) };
        case $s in Z*|X*) return 1;; esac;
        [ "$(echo "$s" | cut -d" " -f20)" = "$t" ];
      };
      gone() { echo "tunnels-guard %s gone" >&2; exit 1; };
      same || gone;
      %s
      echo "tunnels-guard %3$s ok" >&2;
      while same; do echo || exit 1; sleep 1; done;
      gone
      """;

  private static final String VISIBLE =
      "[ -S %s ] || { echo \"tunnels-guard %s hidden\" >&2; exit 1; };";

  private NodeScripts() {}

  /**
   * One line for the node's login shell, instead of ssh's {@code -N}: without it a tunnel outlives
   * the job where the cluster does not end sessions, and leads to whoever takes the port next.
   *
   * <p>Its stderr says {@code tunnels-guard NONCE ok} if the server is the very one, {@code gone}
   * once it is not, {@code hidden} where the job's socket is not to be seen by a session (a /tmp of
   * the job's own). It writes a line to stdout each second, which ends it when the link is dead.
   */
  public static String guard(String nonce, JobServer server) {
    FarShell.nonce(nonce);
    String started = FarShell.matching(DIGITS, server.started());
    return FarShell.command(
        GUARD.formatted(server.pid(), started, nonce, visible(nonce, server.listens())));
  }

  private static String visible(String nonce, Endpoint listens) {
    if (listens instanceof Endpoint.Unix unix) {
      return VISIBLE.formatted(FarShell.matching(LoginScripts.PLAIN_PATH, unix.path()), nonce);
    }
    return "";
  }
}
