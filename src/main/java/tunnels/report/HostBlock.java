package tunnels.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tunnels.openssh.ConfigValue;
import tunnels.openssh.EffectiveConfig;
import tunnels.openssh.EffectiveConfig.Setting;
import tunnels.openssh.PlainSsh;
import tunnels.profile.OwnedOptions;
import tunnels.profile.Profile;

/**
 * A profile as two Hosts of ssh_config(5): one that is the tunnel without tunnels, and one that
 * logs in through the tunnel, brought up first. A name of one's own finds nothing of {@code Host
 * hpc} in the same file, so what that says is written out.
 */
public final class HostBlock {

  /** A host that only {@code Host *} is about. */
  public static final String NOBODY = "nobody.invalid";

  /** Keywords of ssh -G in the spelling of the man page; others stay small. */
  private static final Set<String> SPELLED =
      Set.of(
          "HostName",
          "User",
          "Port",
          "IdentityFile",
          "IdentitiesOnly",
          "IdentityAgent",
          "CertificateFile",
          "ProxyJump",
          "ProxyCommand",
          "Compression",
          "AddressFamily",
          "HostKeyAlias",
          "UserKnownHostsFile",
          "StrictHostKeyChecking");

  private static final Set<String> WAYS = Set.of("proxyjump", "proxycommand");

  private final Profile profile;
  private final List<Setting> own;

  /**
   * @param host what ssh makes of the profile's host
   * @param nobody what it makes of {@link #NOBODY}, so of every host
   */
  public HostBlock(Profile profile, EffectiveConfig host, EffectiveConfig nobody) {
    this.profile = profile;
    this.own =
        host.settings().stream()
            .filter(setting -> !setting.keyword().equals("host"))
            .filter(setting -> OwnedOptions.why(setting.keyword()).isEmpty())
            .filter(s -> !host.values(s.keyword()).equals(nobody.values(s.keyword())))
            .toList();
  }

  public String text() {
    String name = profile.name();
    String alias = name.equals(profile.host().host()) ? name + "-tunnel" : name;
    List<String> lines = new ArrayList<>();
    lines.add("# The tunnel " + name + " without tunnels: ssh -N " + alias);
    lines.add("Host " + alias);
    add(lines, own.stream());
    add(lines, PlainSsh.settings(profile).stream());
    add(lines, Stream.of(new Setting("ControlPath", "none")));
    add(lines, PlainSsh.forwards(profile).stream());
    lines.add("");
    lines.add("# A session on the very node where the tunnel " + name + " ends, which tunnels");
    lines.add("# brings up first: ssh " + name + "-login. If its login asks for something, say");
    lines.add("# `tunnels up " + name + "` before.");
    lines.add("Host " + name + "-login");
    add(lines, own.stream().filter(setting -> !WAYS.contains(setting.keyword())));
    add(lines, Stream.of(new Setting("ProxyCommand", automation(name))));
    return String.join("\n", lines) + "\n";
  }

  /**
   * Rides on the tunnel's own connection, so that the session is on its node: a name of several
   * login nodes may lead to another, where no proxy listens. The user's shell reads it, whichever
   * that is: so sh is told what to do.
   */
  private static String automation(String name) {
    return "sh -c 'tunnels up "
        + name
        + " >/dev/null; exec tunnels ssh -W localhost:%p "
        + name
        + "'";
  }

  private static void add(List<String> lines, Stream<Setting> settings) {
    settings.map(HostBlock::line).forEach(lines::add);
  }

  private static String line(Setting setting) {
    String keyword = spelled(setting.keyword());
    return "  " + keyword + " " + ConfigValue.of(setting);
  }

  private static String spelled(String keyword) {
    return SPELLED.stream()
        .filter(known -> known.toLowerCase(Locale.ROOT).equals(keyword))
        .findFirst()
        .orElse(keyword);
  }
}
