#compdef tunnels
# Completion of tunnels for zsh, made from the program's own commands by: tunnels completion zsh

@GRAMMAR@
# For a command that has commands: its own options in $tunnels_specs, and then theirs.
_tunnels_commands() {
  local curcontext=$curcontext state line
  local -A opt_args
  _arguments -C -S $tunnels_specs ':command:->command' '*:: :->words' && return
  case $state in
    command) _describe -t commands command tunnels_commands ;;
    words)
      local tunnels_config=${tunnels_config:-$opt_args[--config]}
      (( $+functions[$1_$line[1]] )) && $1_$line[1]
      ;;
  esac
}

# The folder of profiles; what was typed after --config holds, which _arguments has quoted again.
_tunnels_folder() {
  local typed=${(Q)${(Q)tunnels_config}}
  typed=${~${typed/#\$HOME/$HOME}}
  print -r -- ${typed:-${TUNNELS_CONFIG:-${XDG_CONFIG_HOME:-$HOME/.config}/tunnels}}/profiles
}

_tunnels_profiles() {
  local dir=$(_tunnels_folder) expl
  local -a names=($dir/*.toml(N:t:r))
  names=(${names:#*[^a-z0-9._-]*})
  _wanted tunnels expl tunnel compadd -a names
}

# The strings of each profile's `tags = [...]`, which may go over several lines.
_tunnels_tags() {
  local dir=$(_tunnels_folder) expl
  local -aU tags=($(awk '
@TAGS@
  ' $dir/*.toml(N) /dev/null))
  _wanted tags expl tag compadd -a tags
}

_tunnels_profiles_and_tags() {
  _alternative 'tunnels:tunnel:_tunnels_profiles' 'tags:tag:_tunnels_tags'
}

# The Hosts of ~/.ssh/config, without patterns; files that it includes are not read.
_tunnels_hosts() {
  local expl
  local -aU hosts=($(awk '
@HOSTS@
  ' ~/.ssh/config(N) /dev/null))
  _wanted hosts expl host compadd -a hosts
}

if [[ $funcstack[1] == _tunnels ]]; then
  _tunnels "$@"
else
  compdef _tunnels tunnels
fi
