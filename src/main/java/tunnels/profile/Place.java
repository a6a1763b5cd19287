package tunnels.profile;

import java.util.List;

/** A table of a profile or of config.toml, and the keys that it takes. */
enum Place {
  PROFILE(
      "at the top of the profile, above the first [table]",
      "host description tags autostart unattended forward ssh retry health job"),
  FORWARD("below [[forward]]", "local remote dynamic server permit label probe open expose"),
  JOB("below [job]", "scheduler server command script setup sbatch route on_down expose"),
  SSH("below [ssh] of a profile", "config options connection remote_commands logins"),
  RETRY("below [retry]", "first max held"),
  HEALTH("below [health]", "alive timeout"),
  CONFIG("at the top of config.toml", "on_change ssh retry health"),
  CONFIG_SSH("below [ssh] of config.toml", "config options remote_commands logins");

  private final String where;

  @SuppressWarnings("ImmutableEnumChecker") // of List.of
  private final List<String> keys;

  Place(String where, String keys) {
    this.where = where;
    this.keys = List.of(keys.split(" "));
  }

  String where() {
    return where;
  }

  List<String> keys() {
    return keys;
  }
}
