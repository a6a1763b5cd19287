package tunnels.hpc;

/** The texts of {@link LoginScripts}. Each but the first defines {@code main}. */
final class LoginTexts {

  /**
   * Expects {@code nonce}, and {@code id} where it is known. SLURM's times are printed in UTC; its
   * commands never read the stdin that the script comes from.
   */
  static final String COMMON =
      """
      umask 077
      unset SLURM_TIME_FORMAT SQUEUE_FORMAT SQUEUE_FORMAT2 SQUEUE_PARTITION SQUEUE_STATES SQUEUE_USERS
      root=$HOME/.tunnels
      dir=$root/$nonce

      # Some clusters put SLURM into the PATH of login shells only.
      find_slurm() {
        command -v squeue >/dev/null 2>&1 || [ ! -r /etc/profile ] || . /etc/profile
      } </dev/null >/dev/null 2>&1

      limited() {
        if command -v timeout >/dev/null 2>&1; then timeout "$@"; else shift && "$@"; fi
      }

      squeue_utc() {
        limited 8 env TZ=UTC0 squeue -h -u "$(id -u)" -t all "$@" </dev/null 2>&1
      }

      # One line that shows as it is.
      line() {
        printf '%s\\n' "$(printf '%s' "$*" | tr '\\n\\t' '  ' | LC_ALL=C tr -d '\\000-\\037\\177' | cut -c1-500)"
      }

      # A directory, no link to one, that is ours and that nobody else can enter.
      private() {
        [ -d "$1" ] && [ ! -L "$1" ] || return 1
        case $(LC_ALL=C ls -ldn "$1") in drwx--[S-]---*) ;; *) return 1 ;; esac
        [ "$(LC_ALL=C ls -ldn "$1" | awk '{ print $3; exit }')" = "$(id -u)" ]
      }

      remember() {
        printf '%s\\n' "$id" >"$dir/jobid.new" && mv -f "$dir/jobid.new" "$dir/jobid"
      }

      remembered() {
        id=$(head -n 1 "$dir/jobid" 2>/dev/null)
        case $id in '' | *[!0-9]*) id= && return 1 ;; esac
      }

      # By the comment that it was submitted with: 1 where there is none, 2 where nobody knows.
      look_up() {
        jobs=$(squeue_utc -o '%i|%k') || { id= && return 2; }
        id=$(printf '%s\\n' "$jobs" | sed -n "s/^\\([0-9]*\\)|tunnels:$nonce\\$/\\1/p" | head -n 1)
        [ -n "$id" ]
      }
      """;

  static final String SUBMIT =
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
        own "$root" && own "$dir" || return 1
        find_slurm
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

  static final String POLL =
      """
      look() {
        jobs=$(squeue_utc -j "$id" -O 'State:|,BatchHost:|,RestartCnt:|,OverSubscribe:|,StartTime:|,EndTime:|,exit_code:|,Comment:|,Reason:')
        echo "squeue.status=$?"
        printf '%s\\n' "$jobs" | cut -c1-600 | head -n 20 | sed 's/^/squeue=/'
        case $jobs in
          RUNNING* | PENDING*) ;;
          '' | *'Invalid job id'*)
            limited 8 env TZ=UTC0 sacct -X -n -P -j "$id" -o JobIDRaw,State,ExitCode </dev/null 2>/dev/null |
              head -n 5 | sed 's/^/sacct=/'
            tail_of_output ;;
          *) tail_of_output ;;
        esac
      }

      tail_of_output() {
        tail -n 3 "$dir/output" 2>/dev/null | cut -c1-300 | sed 's/^/output=/'
      }

      main() {
        echo "tunnels=$nonce"
        find_slurm
        if [ -z "$id" ] && ! remembered; then
          look_up
          case $? in
            0) [ ! -d "$dir" ] || remember ;;
            1) echo 'none=yes' ;;
            2) line "unsure=squeue: $jobs" ;;
          esac
        fi
        [ -z "$id" ] || { echo "id=$id" && look; }
        echo "uid=$(id -u)"
        [ -L "$dir" ] || [ ! -d "$dir" ] || echo "directory=$(LC_ALL=C ls -ldn "$dir" | cut -c1-100)"
        [ -L "$dir/connection" ] || [ ! -f "$dir/connection" ] ||
          head -c 4096 "$dir/connection" | sed 's/^/connection=/'
        echo
      }
      """;

  static final String END =
      """
      # Job ids are used again after the controller lost its state.
      ours() {
        case $(squeue_utc -j "$id" -o '%k') in "tunnels:$nonce") ;; tunnels:*) return 1 ;; esac
      }

      # 0 while it is in the queue, 1 once it is not, 2 where nobody knows.
      queued() {
        jobs=$(squeue_utc -j "$id" -o '%T') || {
          case $jobs in *'Invalid job id'*) return 1 ;; esac
          return 2
        }
        case $jobs in
          '' | CANCELLED* | COMPLETED | FAILED | TIMEOUT | NODE_FAIL | PREEMPTED | OUT_OF_MEMORY) return 1 ;;
          BOOT_FAIL | DEADLINE | REVOKED) return 1 ;;
        esac
      }

      over() {
        rounds=0
        while [ "$rounds" -lt 20 ]; do
          queued
          case $? in 1) return 0 ;; 2) return 1 ;; esac
          [ "$cancel" = yes ] || return 1
          rounds=$((rounds + 1))
          sleep 0.5 2>/dev/null || sleep 1
        done
        return 1
      }

      main() {
        echo "tunnels=$nonce"
        find_slurm
        if [ -z "$id" ] && ! remembered; then
          look_up
          [ $? -ne 2 ] || { line "why=squeue: $jobs" && echo 'ended=no' && return 1; }
        fi
        if [ -n "$id" ] && ours; then
          [ "$cancel" = no ] || said=$(limited 8 scancel "$id" </dev/null 2>&1)
          over || { line "why=job $id is ${jobs:-unknown} ${said-}" && echo 'ended=no' && return 1; }
        fi
        if private "$root" && private "$dir"; then
          rm -rf "$dir"
          rmdir "$root" 2>/dev/null
        fi
        if [ -e "$dir" ] || [ -L "$dir" ]; then
          line "why=$dir could not be removed"
          echo 'ended=no'
          return 1
        fi
        echo 'ended=yes'
      }
      """;

  static final String LEFTOVERS =
      """
      main() {
        echo 'tunnels=leftovers'
        now=$(date +%s)
        for dir in "$HOME"/.tunnels/*; do
          nonce=${dir##*/}
          [ -d "$dir" ] && [ ! -L "$dir" ] && [ "${#nonce}" -eq 32 ] || continue
          since=$(stat -c %Y "$dir" 2>/dev/null) || since=$now
          echo "job=$nonce $(head -n 1 "$dir/jobid" 2>/dev/null | cut -c1-20):$((now - since))"
        done
      }
      """;

  private LoginTexts() {}
}
