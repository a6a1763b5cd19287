tolower($1) == "host" {
  for (i = 2; i <= NF && $i !~ /^#/; i++)
    if ($i ~ /^[A-Za-z0-9_][A-Za-z0-9._-]*$/) print $i
}
