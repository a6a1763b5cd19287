# Runs the lock command of a hold ($1), and ends it when the tunnel is down, never before.
#
# stdin: a pipe from the hold. The line "down" says that the tunnel is down. An end without it says
# that the hold was killed: then the rest of the arguments, which take the tunnel down, run until they
# succeed. stdout: "group" and the process group of the lock command, "acquired", "ended".
lock=$1
shift
trap '' HUP INT QUIT TERM PIPE
exec 4>&1 5>&2 2>/dev/null # shells say "Terminated" of what was

# What the command prints after its first line is read, so that it does not die of a hold that is dead.
(
  {
    (trap - HUP INT QUIT TERM PIPE; exec sh -c "$lock" </dev/null 2>&5 4>&- 5>&-)
    echo ended >&4
  } | {
    IFS= read -r _ && echo acquired >&4
    cat >/dev/null
    echo ended >&4
  }
) &
running=$!
case $- in *m*) group=$running ;; *) group=$$ ;; esac # of its job, or of our own session
echo "group $group"

word=
read -r word
if [ "$word" != down ]; then
  until "$@" </dev/null >/dev/null 2>&5 4>&- 5>&-; do sleep 2; done
fi

kill -TERM "-$group"
tries=0
while [ "$tries" -lt 50 ] && kill -0 "$running"; do
  sleep 0.1
  tries=$((tries + 1))
done
kill -KILL "-$group"
