package tunnels.profile;

import java.time.Duration;
import java.util.Optional;

/** Reads [retry] and [health], of a profile or of config.toml. */
final class TimesReader {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MONTH = Duration.ofDays(30);

  /** Shorter than this, a held tunnel's attempts could lock the account. */
  private static final Duration HELD_LEAST = Duration.ofMinutes(15);

  private TimesReader() {}

  static Profile.Retry retry(Section top, Profile.Retry otherwise) {
    Optional<Section> retry = top.section(Place.RETRY, "retry");
    return retry.isPresent() ? read(retry.get(), otherwise) : otherwise;
  }

  private static Profile.Retry read(Section retry, Profile.Retry otherwise) {
    Duration first = span(retry, "first", MOMENT, DAY).orElse(otherwise.first());
    Duration max = span(retry, "max", MOMENT, DAY).orElse(otherwise.max());
    if (first.compareTo(max) > 0) {
      String key = retry.has("first") ? "first" : "max";
      retry.fault(
          key,
          "\"first\" ("
              + Durations.shown(first)
              + ") is longer than \"max\" ("
              + Durations.shown(max)
              + "): write a \"max\" that is longer");
    }
    return new Profile.Retry(first, max, held(retry, otherwise.held()));
  }

  static Profile.Health health(Section top, Profile.Health otherwise) {
    Optional<Section> health = top.section(Place.HEALTH, "health");
    return health.isPresent() ? read(health.get(), otherwise) : otherwise;
  }

  private static Profile.Health read(Section health, Profile.Health otherwise) {
    return new Profile.Health(
        span(health, "alive", SECOND, DAY).orElse(otherwise.alive()),
        span(health, "timeout", SECOND, DAY).orElse(otherwise.timeout()));
  }

  private static Optional<Duration> held(Section retry, Optional<Duration> otherwise) {
    if (!retry.has("held")) {
      return otherwise;
    }
    return retry.says("held", "never") ? Optional.empty() : span(retry, "held", HELD_LEAST, MONTH);
  }

  private static Optional<Duration> span(
      Section section, String key, Duration least, Duration most) {
    Optional<Value> value = section.get(key);
    if (value.isPresent() && value.get() instanceof Value.Odd odd) {
      String write = key + " = " + Quote.quote(odd.raw() + "s");
      section.fault(key, Quote.quote(key) + " takes a duration with its unit: write " + write);
      return Optional.empty();
    }
    Optional<String> text = section.text(key);
    return text.isPresent()
        ? Durations.parse(text.get(), least, most, section.refusal(key, key + " = "))
        : Optional.empty();
  }
}
