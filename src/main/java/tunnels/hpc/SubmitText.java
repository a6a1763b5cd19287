package tunnels.hpc;

/**
 * The text of {@link LoginScripts#submit}, after {@link LoginTexts#COMMON}. A job is known by its
 * number in the directory, or else by its comment in the queue, and a lock keeps a second script
 * from asking the queue while a first one's sbatch has not reached it.
 */
final class SubmitText {

  static final String TEXT =
      """
      own() {
        why=$([ -d "$1" ] || mkdir -m 700 "$1" 2>&1)
        private "$1" && return
        line "fault=$1 is not a directory that only you can enter $why"
        return 1
      }

      # Left by one that was cut off, unless its process lives or it may live on another machine.
      deserted() {
        holder=$(readlink "$dir/submitting") || return
        [ "${holder%:*}" = "$(uname -n)" ] && ! kill -0 "${holder##*:}" 2>/dev/null && return
        [ -n "$(find "$dir/submitting" -prune -mmin +1 2>/dev/null)" ]
      }

      lock() {
        ! deserted || rm -f "$dir/submitting"
        ours="$(uname -n):$$"
        ln -s "$ours" "$dir/submitting" 2>/dev/null
      }

      # The lock goes over to the very process that becomes sbatch: it may outlive this one.
      sbatch_locked() {
        (
          becomes="$(uname -n):$(exec sh -c 'echo "$PPID"')"
          [ "$(readlink "$dir/submitting")" = "$ours" ] || { echo "it is being submitted" >&2; exit 124; }
          ln -sf "$becomes" "$dir/submitting.new" && mv -f "$dir/submitting.new" "$dir/submitting"
          if command -v timeout >/dev/null 2>&1; then exec timeout 60 sbatch "$@"; fi
          exec sbatch "$@"
        ) </dev/null 2>"$dir/said"
      }

      submit() {
        printf '%s' "$jobscript" >"$dir/job.sh"
        [ -z "$public_key" ] || printf '%s\\n' "$public_key" >"$dir/authorized_keys"
        set -- --parsable --job-name=tunnels USER_OPTIONS
        set -- "$@" --output="$(printf '%s' "$dir/output" | sed 's/%/%%/g')" --comment="tunnels:$nonce"
        export TUNNELS_PATH="$PATH"
        id=$(sbatch_locked "$@" "$dir/job.sh")
        status=$?
        id=$(printf '%s\\n' "$id" | sed -n 's/^\\([0-9][0-9]*\\)\\(;.*\\)*$/\\1/p' | tail -n 1)
        [ -z "$id" ] || return 0
        line "fault=sbatch ended with status $status: $(cat "$dir/said")"
        return 1
      }

      main() {
        trap '' HUP
        echo "tunnels=$nonce"
        find_slurm
        absent=$(missing)
        if [ -n "$absent" ] && [ ! -e "$dir/jobid" ]; then
          line "fault=no ${absent}on the login node: [job] needs SLURM's commands in the PATH of a login shell there"
          return 1
        fi
        own "$root" && own "$dir" || return 1
        if remembered; then echo "id=$id" && return; fi
        lock || { line "unsure=it is being submitted" && return 1; }
        look_up
        case $? in
          1) submit ;;
          2) line "unsure=squeue: $jobs" ;;
        esac
        [ -z "$id" ] || remember
        rm -f "$dir/submitting"
        [ -z "$id" ] || echo "id=$id"
      }
      """;

  private SubmitText() {}
}
