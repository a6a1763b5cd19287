package tunnels.openssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** A tunnel as ssh has it by itself: what a person types who has no tunnels. */
public final class PlainSsh {

  private static final String UNANSWERED = "3";

  private PlainSsh() {}

  /**
   * The argument vector, of a profile without a job.
   *
   * @param unattended whether ssh must not ask anybody anything
   */
  public static List<String> command(Profile profile, boolean unattended) {
    List<String> command = new ArrayList<>(List.of("ssh", "-N", "-T"));
    profile.ssh().config().ifPresent(file -> command.addAll(List.of("-F", file.toString())));
    List<String> options = new ArrayList<>();
    if (unattended) {
      options.add("BatchMode=yes");
    }
    settings(profile).forEach(setting -> options.add(setting.keyword() + "=" + setting.value()));
    options.addAll(profile.ssh().options());
    options.forEach(option -> command.addAll(List.of("-o", option)));
    return ended(command, profile);
  }

  private static List<String> ended(List<String> command, Profile profile) {
    MuxForward.all(profile).forEach(f -> command.addAll(List.of(f.flag(), f.argument())));
    command.add(profile.host().text());
    return command;
  }

  /** Only what a person would type to try it. */
  public static List<String> brief(Profile profile) {
    List<String> command = new ArrayList<>(List.of("ssh", "-N"));
    profile.ssh().config().ifPresent(file -> command.addAll(List.of("-F", file.toString())));
    permit(profile).ifPresent(to -> command.addAll(List.of("-o", "PermitRemoteOpen=" + to)));
    profile.ssh().options().forEach(option -> command.addAll(List.of("-o", option)));
    return ended(command, profile);
  }

  /** What ssh_config(5) calls what a profile has keys for, but the forwards. */
  public static List<EffectiveConfig.Setting> settings(Profile profile) {
    List<EffectiveConfig.Setting> settings = new ArrayList<>();
    set(settings, "ExitOnForwardFailure", "yes");
    set(settings, "ServerAliveInterval", String.valueOf(profile.health().alive().toSeconds()));
    set(settings, "ServerAliveCountMax", UNANSWERED);
    set(settings, "ConnectTimeout", String.valueOf(profile.health().timeout().toSeconds()));
    if (profile.forwards().stream().anyMatch(PlainSsh::leavesAFile)) {
      set(settings, "StreamLocalBindUnlink", "yes");
    }
    permit(profile).ifPresent(targets -> set(settings, "PermitRemoteOpen", targets));
    return settings;
  }

  /** The lines of ssh_config(5) for the forwards. */
  public static List<EffectiveConfig.Setting> forwards(Profile profile) {
    List<EffectiveConfig.Setting> lines = new ArrayList<>();
    for (MuxForward forward : MuxForward.all(profile).toList()) {
      String listen = word(forward.listen(forward.listenPort()));
      String target = forward.target().map(end -> " " + word(end)).orElse("");
      set(lines, keyword(forward), listen + target);
    }
    return lines;
  }

  private static String keyword(MuxForward forward) {
    return switch (forward.kind()) {
      case LOCAL, SERVER -> "LocalForward";
      case REMOTE -> "RemoteForward";
      case DYNAMIC -> "DynamicForward";
    };
  }

  private static String word(Endpoint end) {
    String text = Forward.argument(end, Optional.empty());
    return text.contains(" ") ? '"' + text + '"' : text;
  }

  private static Optional<String> permit(Profile profile) {
    return profile.forwards().stream()
        .filter(forward -> !forward.permit().isEmpty())
        .map(forward -> String.join(" ", forward.permit()))
        .findFirst();
  }

  /** ssh never removes a socket that it made, and refuses to listen where one is. */
  private static boolean leavesAFile(Forward forward) {
    return !forward.listensRemotely() && forward.listen() instanceof Endpoint.Unix;
  }

  private static void set(List<EffectiveConfig.Setting> settings, String keyword, String value) {
    settings.add(new EffectiveConfig.Setting(keyword, value));
  }
}
