package tunnels.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of a systemd unit for the supervisor: systemd.service(5), systemd.exec(5). */
final class SystemdUnit {

  private static final List<String> SERVICE =
      List.of(
          "# Ready once every tunnel was looked at; told by systemd-notify, a child.",
          "Type=notify",
          "NotifyAccess=all",
          "TimeoutStartSec=3min",
          "# The ssh processes outlive the supervisor, and the next one takes them over. The default",
          "# would end them at each stop, restart or crash.",
          "KillMode=process",
          "# It ends when its Java or its own files were replaced, to be started again.",
          "Restart=always",
          "RestartSec=1s",
          "# One ssh that runs out of memory does not stop the unit.",
          "OOMPolicy=continue",
          "# What follows, ssh survives. The ssh processes live under it too, and must see what ssh in a",
          "# shell sees: ProtectHome hides keys and state, PrivateTmp hides agents and Unix sockets,",
          "# PrivateUsers changes the owners that ssh checks, PrivateDevices hides security keys,",
          "# MemoryDenyWriteExecute stops Java.",
          "# NoNewPrivileges: without it for HostbasedAuthentication (ssh-keysign) or sudo in a",
          "# ProxyCommand; then without the other two below, too, in a user unit.",
          "NoNewPrivileges=yes",
          "LockPersonality=yes",
          "RestrictRealtime=yes");

  /** In a user unit they would need a user namespace, in which ssh sees other owners of files. */
  private static final List<String> SYSTEM =
      List.of(
          "# /usr, /boot and /etc are read-only.",
          "ProtectSystem=full",
          "ProtectControlGroups=yes",
          "ProtectKernelModules=yes",
          "RestrictSUIDSGID=yes");

  private SystemdUnit() {}

  /**
   * @param user of a system unit; empty for a user's own
   */
  static String text(Invocation invocation, Optional<String> user) {
    List<String> lines = new ArrayList<>();
    lines.add("# Written by `tunnels install systemd`.");
    lines.add("[Unit]");
    lines.add("Description=SSH tunnels" + user.map(name -> " of " + name).orElse(""));
    lines.add("Documentation=man:tunnels(1)");
    if (user.isPresent()) {
      lines.add(
          "# Without a network the tunnels wait, so it need not be there: only names sooner.");
      lines.add("After=network.target nss-lookup.target");
    }
    lines.add("# An outage at boot is no reason to give up.");
    lines.add("StartLimitIntervalSec=0");
    lines.add("");
    lines.add("[Service]");
    user.ifPresent(name -> lines.add("User=" + name));
    invocation
        .environment()
        .forEach((name, value) -> lines.add("Environment=" + quoted(name + "=" + value)));
    lines.add("ExecStart=" + quoted(invocation.program().toString()) + " supervise");
    lines.add("ExecReload=/bin/kill -HUP $MAINPID");
    lines.addAll(SERVICE);
    lines.addAll(user.isPresent() ? SYSTEM : List.of());
    lines.add("");
    lines.add("[Install]");
    lines.add("WantedBy=" + (user.isPresent() ? "multi-user.target" : "default.target"));
    return String.join("\n", lines) + "\n";
  }

  /** One word, with nothing in it that systemd.syntax(7) or a specifier could change. */
  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + '"';
  }
}
