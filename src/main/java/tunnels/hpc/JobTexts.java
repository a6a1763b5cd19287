package tunnels.hpc;

/** The parts of {@link JobScript}, in their order. */
final class JobTexts {

  /** A socket's path has at most 107 bytes, and no letter that ssh gives a meaning to. */
  static final String PLACE =
      """
      umask 077
      # What a login shell found, and then what the session had that submitted it.
      PATH=$PATH${TUNNELS_PATH:+:$TUNNELS_PATH}
      dir=$HOME/.tunnels/$nonce
      job=${SLURM_JOB_ID:-}
      node=${SLURMD_NODENAME:-$(uname -n)}
      restarts=${SLURM_RESTART_COUNT:-0}
      place='' pid='' start='' published=''

      secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \\n'; }

      # What follows the name in /proc/PID/stat, which may hold spaces itself: from field 3.
      fields() {
        stat=$(cat "/proc/$1/stat" 2>/dev/null)
        echo "${stat##*) }"
      }

      started() { fields "$1" | cut -d' ' -f20; }

      alive() {
        kill -0 "$pid" 2>/dev/null || return 1
        case $(fields "$pid") in Z* | X*) return 1 ;; esac
        [ "$(started "$pid")" = "$start" ]
      }

      stop() {
        alive || return
        kill "$pid"
        for round in 1 2 3 4 5 6 7 8 9 10; do
          alive || return
          sleep 0.2 2>/dev/null || sleep 1
        done
        kill -9 "$pid"
      } 2>/dev/null

      finish() {
        trap '' HUP INT TERM
        [ -z "$pid" ] || stop
        [ -z "$published" ] || [ "$(cat "$dir/connection" 2>/dev/null)" != "$published" ] ||
          rm -f "$dir/connection"
        [ -z "$place" ] || rm -rf "$place"
      }

      take_place() {
        parent=${TMPDIR:-/tmp}
        case $parent in *[!A-Za-z0-9._/@+=,-]* | [!/]*) parent=/tmp ;; esac
        [ "${#parent}" -lt 80 ] || parent=/tmp
        place=$(mktemp -d "$parent/tunnels.XXXXXXXX")
      }
      """;

  /** Rows of /proc/net: nothing is connected to in order to see whether it listens. */
  static final String LISTENING =
      """
      # Who listens on the port: ours on localhost, ours beyond it (exposed), ours where localhost
      # does not lead to (elsewhere), somebody else (foreign), or nobody.
      listener() {
        cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
          awk -v port="$(printf ':%04X' "$1")" -v uid="$(id -u)" '
            $4 != "0A" || substr($2, index($2, ":")) != port { next }
            $8 != uid { foreign = 1; next }
            { host = substr($2, 1, index($2, ":") - 1) }
            host ~ /^(0100007F|7F000001|0*01000000|0+1|0*FFFF00000100007F|0*FFFF7F000001)$/ { local = 1; next }
            host ~ /^0+$/ { any = 1; next }
            { other = 1 }
            END {
              if (any || (local && other)) print "exposed"
              else if (local) print "localhost"
              else if (other) print "elsewhere"
              else if (foreign) print "foreign"
              else print "nobody"
            }'
      }

      free_port() {
        while :; do
          port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12001))
          [ "$(listener "$port")" != nobody ] || break
        done
      }

      # A socket is there a moment before somebody listens on it.
      socket_listens() {
        [ -S "$TUNNELS_SOCKET" ] || return 1
        [ ! -r /proc/net/unix ] ||
          awk -v path="$TUNNELS_SOCKET" '$8 == path && $4 == "00010000" { found = 1 } END { exit !found }' /proc/net/unix
      }
      """;

  /** Names and values as {@link ConnectionFile} reads them. */
  static final String CONNECTION =
      """
      # Beside, then renamed: whoever reads it sees all of it or nothing.
      publish() {
        text=$(printf '%s\\n' "nonce=$nonce" "job=$job" "node=$node" "restarts=$restarts" "$@")
        printf '%s\\n' "$text" >"$dir/connection.new" && mv -f "$dir/connection.new" "$dir/connection"
      }

      fault() {
        echo "tunnels: $*" >&2
        publish "fault=$*"
        exit 1
      }

      find_sshd() {
        sshd=$(PATH=$PATH:/usr/sbin:/usr/local/sbin:/sbin && command -v sshd)
        case $sshd in /*) ;; *) sshd= ;; esac
      }

      # An sshd that srun starts within the job, for nodes that have none: one key, one target.
      prepare_sshd() {
        hostkey=
        find_sshd
        [ -n "$sshd" ] && [ -s "$dir/authorized_keys" ] || return
        rm -f "$dir/hostkey" "$dir/hostkey.pub"
        ssh-keygen -q -t ed25519 -N '' -C '' -f "$dir/hostkey" </dev/null >/dev/null || return
        hostkey=$(cut -d' ' -f1,2 "$dir/hostkey.pub")
        target="localhost:$port" sockets=no tcp=local
        [ "$listens" != socket ] || target=none sockets=local tcp=no
        quoted=$(printf '%s' "$dir" | sed 's/%/%%/g')
        cat >"$dir/sshd_config" <<END
      HostKey "$dir/hostkey"
      AuthorizedKeysFile "$quoted/authorized_keys"
      AuthenticationMethods publickey
      PasswordAuthentication no
      ChallengeResponseAuthentication no
      UsePAM no
      StrictModes yes
      AllowTcpForwarding $tcp
      PermitOpen $target
      AllowStreamLocalForwarding $sockets
      GatewayPorts no
      ForceCommand /bin/false
      PermitTTY no
      PermitTunnel no
      PermitUserRC no
      AllowAgentForwarding no
      X11Forwarding no
      ClientAliveInterval 3
      ClientAliveCountMax 2
      UseDNS no
      PrintMotd no
      LogLevel ERROR
      END
      }
      """;

  static final String SERVER =
      """
      serve() {
        eval "$setup"
        run
      }

      # 0 once it listens, 1 if it ended before, 2 if somebody else has its port.
      await() {
        until=$(($(date +%s) + ${TUNNELS_WAIT:-600}))
        while alive; do
          socket_listens && listens=socket && return
          case $(listener "$port") in
            localhost) listens=port && return ;;
            exposed)
              [ "$expose" = yes ] && listens=port && return
              fault "other machines can reach the server on port $port: let it listen on 127.0.0.1" ;;
            elsewhere) fault "the server listens on port $port, but not on 127.0.0.1" ;;
            foreign) return 2 ;;
          esac
          [ "$(date +%s)" -lt "$until" ] || fault "the server listens neither on port $port nor on its socket"
          sleep 0.2 2>/dev/null || sleep 1
        done
        [ "$(listener "$port")" != foreign ] || return 2
        return 1
      }

      start_server() {
        free_port
        TUNNELS_PORT=$port TUNNELS_SOCKET=$place/s TUNNELS_DIR=$place TUNNELS_TOKEN=$(secret)
        JUPYTER_RUNTIME_DIR=$place/runtime
        export TUNNELS_PORT TUNNELS_SOCKET TUNNELS_DIR TUNNELS_TOKEN JUPYTER_RUNTIME_DIR
        [ "$asks_for_token" = no ] || export JUPYTER_TOKEN="$TUNNELS_TOKEN"
        rm -f "$dir/alive"
        if mkfifo -m 600 "$dir/alive"; then
          serve </dev/null 3<>"$dir/alive" & # who reads it sees the end of the server at once
        else
          serve </dev/null &
        fi
        pid=$!
        start=$(started "$pid")
      }
      """;

  static final String MAIN =
      """
      announce() {
        set -- "pid=$pid" "started=$start"
        case $listens in
          port) set -- "$@" "port=$port" ;;
          socket)
            mode=$(LC_ALL=C ls -ld "$TUNNELS_SOCKET")
            set -- "$@" "socket=$TUNNELS_SOCKET" "mode=${mode%% *}" ;;
        esac
        [ "$asks_for_token" = no ] || set -- "$@" "token=$TUNNELS_TOKEN"
        [ -z "$sshd" ] || set -- "$@" "sshd=$sshd"
        [ -z "$hostkey" ] || set -- "$@" "hostkey=$hostkey"
        publish "$@" && published=$text
      }

      main() {
        trap finish EXIT
        trap 'exit 129' HUP
        trap 'exit 130' INT
        trap 'exit 143' TERM
        rm -f "$dir/connection"
        take_place || fault "there is no private directory on $node"
        for attempt in 1 2 3 4 5; do
          start_server
          await
          case $? in
            0) break ;;
            1)
              wait "$pid"
              fault "the server ended with status $? before it listened" ;;
          esac
          stop
          [ "$attempt" -lt 5 ] || fault 'others took every port before the server'
        done
        prepare_sshd
        announce || exit 1
        wait "$pid"
      }

      main
      """;

  private JobTexts() {}
}
