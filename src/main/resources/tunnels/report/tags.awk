FNR == 1 { within = 0 }
/^[ \t]*tags[ \t]*=/ { within = 1 }
within {
  sub(/#.*/, "")
  while (match($0, /["\047][a-z0-9][a-z0-9._-]*["\047]/)) {
    print "@" substr($0, RSTART + 1, RLENGTH - 2)
    $0 = substr($0, RSTART + RLENGTH)
  }
  if (index($0, "]")) within = 0
}
