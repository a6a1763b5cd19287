package tunnels.openssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** What ssh makes of a destination, as {@code ssh -G} prints it; connects nowhere. */
public record EffectiveConfig(List<Setting> settings) {

  /** Nothing is known of it. */
  public static final EffectiveConfig UNKNOWN = new EffectiveConfig(List.of());

  private static final Duration LIMIT = Duration.ofSeconds(20);

  public EffectiveConfig {
    settings = List.copyOf(settings);
  }

  /**
   * @param keyword as ssh -G prints it, in small letters
   * @param value with every space that is in it: it may be a path
   */
  public record Setting(String keyword, String value) {}

  /**
   * @param options as ssh -o
   * @param refuse is told what ssh says if it does not take this
   */
  public static Optional<EffectiveConfig> ask(
      Processes processes,
      Optional<Path> config,
      List<String> options,
      String host,
      Consumer<String> refuse) {
    Finished answer = processes.run(Questions.query(config, options, host), "", LIMIT);
    if (!answer.ok()) {
      refuse.accept("ssh -G: " + LogText.decoded(answer.err().strip()));
      return Optional.empty();
    }
    return Optional.of(parse(answer.out()));
  }

  public static EffectiveConfig parse(String output) {
    List<Setting> settings = new ArrayList<>();
    for (String line : output.split("\n")) {
      if (!line.isEmpty()) {
        settings.add(setting(line));
      }
    }
    return new EffectiveConfig(settings);
  }

  /** The first value of a keyword. */
  Optional<String> value(String keyword) {
    List<String> values = values(keyword);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /** Whether ssh lists this keyword at all, in whatever letters. */
  boolean lists(String keyword) {
    return value(keyword.toLowerCase(Locale.ROOT)).isPresent();
  }

  /** Every value of a keyword. */
  public List<String> values(String keyword) {
    List<String> values = new ArrayList<>();
    for (Setting setting : settings) {
      if (setting.keyword().equals(keyword)) {
        values.add(setting.value());
      }
    }
    return values;
  }

  /** Whether the keyword has one of these values. */
  boolean is(String keyword, String... values) {
    Optional<String> value = value(keyword);
    return value.isPresent() && List.of(values).contains(value.get());
  }

  private static Setting setting(String line) {
    int space = line.indexOf(' ');
    return space < 0
        ? new Setting(line, "")
        : new Setting(line.substring(0, space), line.substring(space + 1));
  }
}
