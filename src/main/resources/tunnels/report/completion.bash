# Completion of tunnels for bash, made from the program's own commands by: tunnels completion bash

# What may follow a command, named by the words that lead to it.
_tunnels_grammar() {
  commands=() options=() values=() places=()
  case $1 in
@GRAMMAR@
  esac
}

# The folder of profiles, for what was typed after --config.
_tunnels_folder() {
  local dir=${1//[\"\'\\]/}
  # shellcheck disable=SC2016,SC2088 # as it was typed
  case $dir in
    '~' | '~/'*) dir=$HOME${dir#'~'} ;;
    '$HOME'*) dir=$HOME${dir#'$HOME'} ;;
  esac
  echo "${dir:-${TUNNELS_CONFIG:-${XDG_CONFIG_HOME:-$HOME/.config}/tunnels}}/profiles"
}

_tunnels_names() {
  local file
  for file in "$1"/*.toml; do
    file=${file##*/}
    file=${file%.toml}
    case $file in *[!a-z0-9._-]*) ;; *) echo "$file" ;; esac
  done
}

# The strings of each profile's `tags = [...]`, which may go over several lines.
_tunnels_tags() {
  awk '
@TAGS@
  ' "$1"/*.toml 2>/dev/null
}

# The Hosts of ~/.ssh/config, without patterns; files that it includes are not read.
_tunnels_hosts() {
  awk '
@HOSTS@
  ' ~/.ssh/config 2>/dev/null
}

# Offers what a value may be.
_tunnels_value() {
  local kind=$1 current=$2 prefix=$3 dir list=
  dir=$(_tunnels_folder "$config")
  case $kind in
    tunnel) list=$(_tunnels_names "$dir") ;;
    tunnel_or_tag) list=$(_tunnels_names "$dir"; _tunnels_tags "$dir") ;;
    host) list=$(_tunnels_hosts) ;;
    folder) _tunnels_files -d "$current" "$prefix" ;;
    file) _tunnels_files -f "$current" "$prefix" ;;
    '' | anything) ;;
    *) list=${kind//|/ } ;;
  esac
  [ -z "$list" ] || _tunnels_words "$list" "$current" "$prefix"
}

_tunnels_words() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done \
    < <(compgen -P "$3" -W "$1" -- "$2" | sort -u)
}

# Quoted, and with a / after a folder, where bash can (from 4 on).
_tunnels_files() {
  local name
  compopt -o filenames 2>/dev/null
  while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen "$1" -P "$3" -- "$2")
}

# What the option takes; nothing where it is a flag.
_tunnels_takes() {
  local value
  for value in "${values[@]}"; do
    [ "${value%%=*}" != "$1" ] || echo "${value#*=}"
  done
}

# Bash parts words at = and : too; here, only blanks do.
_tunnels_line() {
  local rest=$COMP_LINE word i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $rest in [[:blank:]]* | "$COMP_LINE") last=$((last + 1)) ;; esac
    rest=${rest#"${rest%%[![:blank:]]*}"}
    rest=${rest#"$word"}
    # What stands behind the cursor does not count.
    if [ "$i" = "$COMP_CWORD" ] && [ -n "$1" ]; then
      case $word in "$1"*) word=$1 ;; esac
    fi
    line[last]=${line[last]}$word
  done
}

# From the program's name to the word before the cursor.
_tunnels_walk() {
  local path='' word i
  _tunnels_grammar ''
  for ((i = 1; i < last; i++)); do
    word=${line[i]}
    if [ -n "$taking" ]; then
      [ "$taking" != --config ] || config=$word
      taking=
      continue
    fi
    case $plain$word in
      --) plain=yes ;;
      --config=*) config=${word#*=} ;;
      -*) [ -z "$(_tunnels_takes "$word")" ] || taking=$word ;;
      *) _tunnels_enter ;;
    esac
  done
}

_tunnels_enter() {
  if [ ${#commands[@]} = 0 ]; then
    place=$((place + 1))
    return
  fi
  path="${path:+$path }$word"
  _tunnels_grammar "$path"
}

_tunnels_argument() {
  local final=$((${#places[@]} - 1))
  if [ ${#commands[@]} -gt 0 ]; then
    _tunnels_words "${commands[*]}" "$1"
  elif [ "$place" -le $final ]; then
    _tunnels_value "${places[place]%...}" "$1"
  elif [ $final -ge 0 ] && [ "${places[final]%...}" != "${places[final]}" ]; then
    _tunnels_value "${places[final]%...}" "$1"
  fi
}

_tunnels() {
  local IFS=$' \t\n' line=() last=-1 word glued=
  local commands options values places place=0 config='' taking='' plain=''
  COMPREPLY=()
  _tunnels_line "$2"
  _tunnels_walk
  word=${line[last]}
  if [ -n "$taking" ]; then
    _tunnels_value "$(_tunnels_takes "$taking")" "$word"
    return
  fi
  case $plain$word in
    --*=*)
      case $COMP_WORDBREAKS in *=*) ;; *) glued=${word%%=*}= ;; esac
      _tunnels_value "$(_tunnels_takes "${word%%=*}")" "${word#*=}" "$glued"
      ;;
    -*) _tunnels_words "${options[*]}" "$word" ;;
    *) _tunnels_argument "$word" ;;
  esac
}

complete -F _tunnels tunnels
