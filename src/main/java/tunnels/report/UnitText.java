package tunnels.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tunnels.openssh.PlainSsh;
import tunnels.profile.Profile;

/** A profile as a systemd unit that runs ssh itself (systemd.service(5)). */
public final class UnitText {

  /** A server that is away, or refuses the login, is asked no more often. */
  public static final int PAUSE_SECONDS = 10;

  private UnitText() {}

  public static String of(Profile profile) {
    List<String> command = new ArrayList<>(PlainSsh.command(profile, true));
    command.set(0, "/usr/bin/ssh");
    String name = profile.name();
    String about = profile.description().isEmpty() ? "" : ": " + profile.description();
    return String.join(
        "\n",
        "# ~/.config/systemd/user/" + name + ".service; then:",
        "#   systemctl --user daemon-reload",
        "#   systemctl --user enable --now " + name,
        "#   loginctl enable-linger            so that it runs without a login of yours",
        "[Unit]",
        "Description=ssh tunnel " + (name + about).replace("%", "%%"),
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        "ExecStart=" + command.stream().map(UnitText::word).collect(Collectors.joining(" ")),
        "Restart=always",
        "RestartSec=" + PAUSE_SECONDS,
        "",
        "[Install]",
        "WantedBy=default.target",
        "");
  }

  /** A word that systemd reads as exactly this text. */
  static String word(String text) {
    String escaped =
        text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%").replace("$", "$$");
    return text.matches("[A-Za-z0-9_@+=:,./*\\[\\]~-]+") ? text : '"' + escaped + '"';
  }
}
