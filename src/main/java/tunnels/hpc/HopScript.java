package tunnels.hpc;

import java.time.Duration;
import java.util.regex.Pattern;
import tunnels.profile.Endpoint;
import tunnels.supervise.JobServer;

/**
 * The script of {@link LoginScripts#hop}. Whoever of its two shells dies, the other cleans up: one
 * waits for its stdin, one for ssh and for the heartbeat.
 */
final class HopScript {

  static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

  /** The user's own config on the login node may name keys, and must not add anything else. */
  private static final String OPTIONS =
      "-T -a -x -S none"
          + " -o BatchMode=yes -o ExitOnForwardFailure=yes -o StreamLocalBindMask=0177"
          + " -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=3"
          + " -o PermitLocalCommand=no -o IgnoreUnknown=RemoteCommand -o RemoteCommand=none";

  /** {@code $1} is the guard's command. A dead child is reaped by {@code wait}. */
  private static final String TEXT =
      """
      umask 077;
      t=${TMPDIR:-/tmp};
      [ -z "$(printf %%s "$t" | tr -d "A-Za-z0-9._/@+=,-")" ] && [ ${#t} -lt 80 ] || t=/tmp;
      d=; s=; r=; n=;
      finish() {
        trap "" HUP INT TERM PIPE;
        kill $s $r $n 2>/dev/null;
        [ -z "$d" ] || rm -rf "$d";
        for i in 1 2 3 4 5; do kill -0 $s 2>/dev/null || break; sleep 0.2; done;
        kill -9 $s 2>/dev/null;
        [ -z "$d" ] || rm -rf "$d";
      };
      pause() { sleep "$1" & n=$! ; wait $n; n=; };
      lost() { [ -z "$1" ] || echo "$1" >&2; tail -c 4000 "$d/log" >&2; exit 1; };
      trap finish EXIT; trap "exit 1" HUP INT TERM PIPE;
      d=$(mktemp -d "$t/tunnels.XXXXXXXX") || exit 1;
      exec 3<&0;
      ssh %1$s -L "$d/s:%2$s" -- %3$s "$1" </dev/null >/dev/null 2>"$d/log" 3<&- & s=$! ;
      (
        while read -r x; do : >"$d/beat"; done;
        kill $$; r=; finish;
      ) <&3 3<&- >/dev/null 2>&1 & r=$! ;
      exec 3<&-;
      i=0;
      until [ -S "$d/s" ] && grep -q "^tunnels-guard %4$s ok" "$d/log"; do
        kill -0 $s 2>/dev/null || lost "";
        [ $i -lt 600 ] || lost "ssh to the node took too long";
        i=$((i + 1)); pause 0.1;
      done;
      echo >&2; echo "tunnels-hop %4$s $d/s" >&2;
      i=0;
      while kill -0 $s 2>/dev/null; do
        [ $i -gt 0 ] || { rm -f "$d/beat"; echo || exit 1; };
        pause 1; i=$((i + 1));
        [ $i -lt %5$d ] || { i=0; [ -e "$d/beat" ] || lost "the heartbeat stayed away"; };
      done;
      lost ""
      """;

  private HopScript() {}

  static String text(String nonce, JobServer server, Duration lease) {
    String node = FarShell.matching(NODE, server.node());
    return TEXT.formatted(
        OPTIONS, target(server.listens()), node, FarShell.nonce(nonce), lease.toSeconds());
  }

  private static String target(Endpoint listens) {
    if (listens instanceof Endpoint.Unix unix) {
      return FarShell.matching(LoginScripts.PLAIN_PATH, unix.path());
    }
    return "localhost:" + ((Endpoint.Tcp) listens).port();
  }
}
