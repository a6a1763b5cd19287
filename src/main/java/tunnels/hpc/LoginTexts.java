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
        [ -n "$(missing)" ] || return 0
        path=$PATH
        [ ! -r /etc/profile ] || . /etc/profile
        PATH=$PATH:$path
        [ -n "$(missing)" ] || return 0
        path=$(limited 20 "${SHELL:-/bin/sh}" -lc 'exec sh -c "echo; echo tunnels@\\$PATH"' |
          sed -n 's/^tunnels@//p' | tail -n 1)
        PATH=$PATH${path:+:$path}
      } </dev/null >/dev/null 2>&1

      # Those of SLURM's commands that are not here.
      missing() {
        for each in sbatch squeue scancel; do
          command -v "$each" >/dev/null 2>&1 || printf '%s ' "$each"
        done
      }

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
      # 0 while our job is in the queue, 1 once it is not, 2 where nobody knows. Job ids are used
      # again after the controller lost its state.
      queued() {
        jobs=$(squeue_utc -j "$id" -o '%k|%T') || {
          case $jobs in *'Invalid job id'*) return 1 ;; esac
          return 2
        }
        case $jobs in "tunnels:$nonce|"*) ;; tunnels:*) return 1 ;; esac
        jobs=${jobs##*|}
        case $jobs in
          '' | CANCELLED* | COMPLETED | FAILED | TIMEOUT | NODE_FAIL | PREEMPTED | OUT_OF_MEMORY) return 1 ;;
          BOOT_FAIL | DEADLINE | REVOKED) return 1 ;;
        esac
      }

      # Whether it may have been: its jobscript is written right before.
      submitted() {
        [ -e "$dir/job.sh" ] || { [ ! -d "$dir" ] && command -v squeue >/dev/null 2>&1; }
      }

      # With the same answers.
      end() {
        queued || return
        [ "$cancel" = yes ] || return 0
        said=$(limited 8 scancel "$id" </dev/null 2>&1)
        until=$(($(date +%s) + 10))
        while :; do
          queued || return
          [ "$(date +%s)" -lt "$until" ] || return 0
          sleep 0.3 2>/dev/null || sleep 1
        done
      }

      main() {
        echo "tunnels=$nonce"
        find_slurm
        if [ -z "$id" ] && ! remembered && submitted; then
          look_up
          [ $? -ne 2 ] || { line "why=squeue: $jobs" && echo 'ended=no' && return 1; }
        fi
        if [ -n "$id" ]; then
          end
          [ $? -eq 1 ] || { line "why=job $id: ${jobs:-unknown} ${said-}" && echo 'ended=no' && return 1; }
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
