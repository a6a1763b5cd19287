package tunnels.hpc;

import java.util.regex.Pattern;
import tunnels.profile.Endpoint;
import tunnels.supervise.JobServer;

/** What is run on the compute node by ssh. */
public final class NodeScripts {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");

  private static final String GUARD =
      """
      p=%d; t=%s; i=0; r=; f="$HOME/.tunnels/%s/alive";
      same() {
        kill -0 $p 2>/dev/null && read -r s </proc/$p/stat || return 1;
        set -- ${s##*) };
        case $1 in Z*|X*) return 1;; esac;
        [ "${20}" = "$t" ];
      };
      gone() {
        echo >&2; echo "tunnels-guard %3$s gone" >&2;
        read -r c </proc/$PPID/comm;
        case $c in sshd*) kill $PPID;; esac;
        exit 1;
      };
      bye() { kill $r 2>/dev/null; };
      trap bye EXIT; trap "exit 1" HUP INT TERM PIPE;
      same 2>/dev/null || gone;
      %4$s
      [ -p "$f" ] && {
        ( while read -r x; do :; done <"$f"; kill -0 $$ 2>/dev/null && gone; ) & r=$! ;
      };
      echo >&2; echo "tunnels-guard %3$s ok" >&2;
      while same 2>/dev/null; do
        i=$((i + 1));
        [ $i -lt 5 ] || { i=0; echo || exit 1; };
        sleep 0.2;
      done;
      gone
      """;

  private static final String VISIBLE =
      "[ -S %s ] || { echo >&2; echo \"tunnels-guard %s hidden\" >&2; exit 1; };";

  private NodeScripts() {}

  /**
   * One line for the node's login shell, instead of ssh's {@code -N}: without it a tunnel outlives
   * the job where the cluster does not end sessions, and leads to whoever takes the port next.
   *
   * <p>Its stderr says {@code tunnels-guard NONCE ok} if the server is the very one, {@code gone}
   * once it is not, {@code hidden} where the job's socket is not to be seen by a session (a /tmp of
   * the job's own). It writes a line to stdout each second, which ends it when the link is dead.
   *
   * <p>The server has the job's FIFO open ({@link JobTexts#SERVER}): its end is read the moment
   * that the kernel closes it, at the same time as its port. A look each fifth of a second is for
   * where there is no FIFO, or a child of the server has it.
   *
   * <p>When the server is gone it ends the connection, by its sshd: a master does not end with its
   * own session while somebody is connected to its control socket (seen with 9.2), and its
   * listeners would go on leading to that port.
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
