package tunnels.cli;

import java.util.Locale;
import java.util.Optional;

/** The commands, in the order in which help tells of them, with a line for each. */
enum Verb {
  UP("Bring tunnels up now, and want them up from now on."),
  DOWN("Take tunnels down now, and want them down from now on."),
  RESTART("Take tunnels down, then bring them up."),
  STATUS("Show what is wanted and what is the case."),
  KEEPALIVE("Bring back whatever is wanted and not up: one pass, for cron."),
  SUPERVISE("Stay in the foreground and keep every wanted tunnel up."),
  HOLD("Keep one tunnel up in the foreground, and prove it down at the end."),
  CHECK("Validate profiles without connecting."),
  SHOW("Draw a tunnel host by host, and show its exact ssh command line."),
  PROBE("Ask the far end now: the round trip, and what answers behind each forward."),
  LOGS("Show what ssh said and what was decided, with times."),
  HISTORY("Show a tunnel's ups and downs over time, with causes."),
  ENV("Print the variables that send programs through a tunnel's SOCKS proxy."),
  SSH("Open a session, or run a command, over the tunnel's connection."),
  OPEN("Open a forward's URL in the browser."),
  CLEAN("Remove stale sockets, and the state of tunnels that are gone."),
  DOCTOR("Tell what would stop a tunnel from working here, under cron too."),
  INIT("Make a first profile and bring it up: by questions, options or an example."),
  IMPORT("Make a profile of an ssh command line, a Host of ssh_config, a unit or a crontab."),
  EXPORT("Print a tunnel as an ssh command line, a Host of ssh_config or a systemd unit."),
  COMPLETION("Print what makes a shell complete command lines of tunnels."),
  INSTALL("Keep tunnels up by cron, systemd or launchd."),
  UNINSTALL("Take tunnels out of cron, systemd or launchd.");

  private final String header;

  Verb(String header) {
    this.header = header;
  }

  /** As it is typed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String header() {
    return header;
  }

  static Optional<Verb> of(String word) {
    for (Verb verb : values()) {
      if (verb.word().equals(word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }
}
