package tunnels.profile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A profile as it will be written, in the words of its keys. It may have faults: the check of the
 * written profile tells them.
 *
 * @param config as ssh -F
 * @param options as ssh -o, each {@code Keyword=value}
 * @param alive ServerAliveInterval; empty leaves it to tunnels
 * @param timeout ConnectTimeout; empty leaves it to tunnels
 */
public record ProfileText(
    String host,
    List<ForwardText> forwards,
    Optional<String> config,
    List<String> options,
    Optional<Duration> alive,
    Optional<Duration> timeout) {

  private static final int LONGEST_LIST = 80;

  public ProfileText {
    forwards = List.copyOf(forwards);
    options = List.copyOf(options);
  }

  /** Whether a profile can say this text: not with line breaks, nor with quotes of every kind. */
  public static boolean canSay(String text) {
    return TomlString.of(text).isPresent();
  }

  /** The file's text, as the examples look. */
  public String toml() {
    List<String> lines = new ArrayList<>(List.of("host = " + string(host)));
    forwards.forEach(forward -> section(lines, forward.lines()));
    List<String> ssh = new ArrayList<>();
    config.ifPresent(file -> ssh.add("config = " + string(file)));
    if (!options.isEmpty()) {
      ssh.add("options = " + list(options));
    }
    table(lines, "[ssh]", ssh);
    List<String> health = new ArrayList<>();
    alive.ifPresent(span -> health.add("alive = " + string(Durations.shown(span))));
    timeout.ifPresent(span -> health.add("timeout = " + string(Durations.shown(span))));
    table(lines, "[health]", health);
    return String.join("\n", lines) + "\n";
  }

  private static void table(List<String> lines, String header, List<String> keys) {
    if (!keys.isEmpty()) {
      section(lines, List.of(header));
      lines.addAll(keys);
    }
  }

  private static void section(List<String> lines, List<String> section) {
    lines.add("");
    lines.addAll(section);
  }

  static String list(List<String> items) {
    List<String> strings = items.stream().map(ProfileText::string).toList();
    String line = "[" + String.join(", ", strings) + "]";
    return line.length() <= LONGEST_LIST
        ? line
        : strings.stream().collect(Collectors.joining(",\n  ", "[\n  ", ",\n]"));
  }

  static String string(String text) {
    return TomlString.of(text).orElseThrow(() -> new IllegalArgumentException(Quote.quote(text)));
  }
}
