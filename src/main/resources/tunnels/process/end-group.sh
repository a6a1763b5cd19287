# Ends a process group ($1) by SIGTERM, and what is left of it after 5 s by SIGKILL.
kill -TERM "-$1"
tries=0
while [ "$tries" -lt 50 ] && kill -0 "-$1"; do
  sleep 0.1
  tries=$((tries + 1))
done
kill -KILL "-$1"
