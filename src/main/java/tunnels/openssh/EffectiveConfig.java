package tunnels.openssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** What ssh makes of a destination, as {@code ssh -G} prints it; connects nowhere. */
public record EffectiveConfig(List<Setting> settings) {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /**
   * @param keyword as ssh -G prints it, in small letters
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
    Finished answer = processes.run(Starter.query(config, options, host), "", LIMIT);
    if (!answer.ok()) {
      refuse.accept("ssh -G: " + answer.err().strip());
      return Optional.empty();
    }
    return Optional.of(parse(answer.out()));
  }

  static EffectiveConfig parse(String output) {
    return new EffectiveConfig(output.lines().map(EffectiveConfig::setting).toList());
  }

  /** The first value of a keyword. */
  Optional<String> value(String keyword) {
    return values(keyword).stream().findFirst();
  }

  /** Every value of a keyword. */
  public List<String> values(String keyword) {
    return settings.stream()
        .filter(setting -> setting.keyword().equals(keyword))
        .map(Setting::value)
        .toList();
  }

  /** Whether the keyword has one of these values. */
  boolean is(String keyword, String... values) {
    return value(keyword).map(List.of(values)::contains).orElse(false);
  }

  private static Setting setting(String line) {
    String keyword = line.split(" ", 2)[0];
    return new Setting(keyword, line.substring(keyword.length()).strip());
  }
}
