package tunnels.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tunnels.openssh.Failure;
import tunnels.openssh.Grounds;
import tunnels.profile.Profile;

/**
 * What went wrong with a connection, and what that means for the next attempt.
 *
 * @param attempts failed starts in a row
 * @param retryAt when the next is due; empty is at once, or never where it holds
 * @param failure the last one; empty once it is up
 * @param grounds what a hold rests on
 * @param deaths when a master that was up was found dead, of late
 * @param settings the fingerprint of those that it happened with; empty if nobody knows
 * @param lives how many milliseconds each of the last masters lived that were seen to end, the
 *     latest last; not those that were killed here
 */
public record Trouble(
    int attempts,
    Optional<Instant> retryAt,
    Optional<Failure> failure,
    Optional<Grounds> grounds,
    List<Instant> deaths,
    Optional<String> settings,
    List<Long> lives) {

  /** So many deaths within this time are followed by a restart at once; the next ones wait. */
  static final int DEATHS = 10;

  private static final Duration OF_LATE = Duration.ofMinutes(10);

  public Trouble {
    Odd.unless(attempts >= 0, attempts);
    deaths = List.copyOf(deaths);
    lives = List.copyOf(lives);
  }

  static Trouble none() {
    return none(List.of(), Optional.empty(), List.of());
  }

  private static Trouble none(List<Instant> deaths, Optional<String> settings, List<Long> lives) {
    return new Trouble(
        0, Optional.empty(), Optional.empty(), Optional.empty(), deaths, settings, lives);
  }

  /** What of it counts for a connection with these settings: what failed with others does not. */
  Trouble under(String fingerprint) {
    boolean same = settings.isEmpty() || settings.get().equals(fingerprint);
    return same
        ? new Trouble(attempts, retryAt, failure, grounds, deaths, Optional.of(fingerprint), lives)
        : none(deaths, Optional.of(fingerprint), List.of());
  }

  /** It is up; that it died before is not forgotten yet. */
  Trouble over() {
    return none(deaths, settings, lives);
  }

  /** A start failed; it is tried again after a while. */
  Trouble failed(Failure why, Profile.Retry retry, double chance) {
    Instant due = why.at().plus(Backoff.delay(retry, attempts + 1, chance));
    return new Trouble(
        attempts + 1,
        Optional.of(due),
        Optional.of(why),
        Optional.empty(),
        deaths,
        settings,
        lives);
  }

  /** A start failed, and only a person can help. */
  Trouble held(Failure why, Grounds on, Profile.Retry retry) {
    Optional<Instant> due = retry.held().map(why.at()::plus);
    return new Trouble(
        attempts + 1, due, Optional.of(why), Optional.of(on), deaths, settings, lives);
  }

  /** A master that was up is dead. */
  Trouble died(Failure why, Profile.Retry retry, double chance) {
    return died(why, retry, chance, Optional.empty());
  }

  /**
   * The same.
   *
   * @param lived for how long, where it was seen to end by itself
   */
  Trouble died(Failure death, Profile.Retry retry, double chance, Optional<Duration> lived) {
    List<Long> ages = lived.map(life -> EqualLives.with(lives, life)).orElse(lives);
    Failure why =
        lived.flatMap(life -> EqualLives.of(ages)).map(all -> all.named(death.at())).orElse(death);
    Instant now = why.at();
    List<Instant> late =
        Stream.concat(deaths.stream(), Stream.of(now))
            .filter(each -> each.isAfter(now.minus(OF_LATE)) && !each.isAfter(now))
            .toList();
    Optional<Instant> due =
        late.size() <= DEATHS
            ? Optional.empty()
            : Optional.of(now.plus(Backoff.delay(retry, late.size() - DEATHS, chance)));
    return new Trouble(0, due, Optional.of(why), Optional.empty(), late, settings, ages);
  }

  /** Whether only a person, or {@code retry.held}, ends it. */
  boolean holds() {
    return failure.isPresent() && failure.get().kind().holds();
  }

  /** Whether an unattended attempt is due, but for a change of the grounds. */
  boolean due(Instant now) {
    if (retryAt.isEmpty()) {
      return !holds();
    }
    return !now.isBefore(retryAt.get());
  }

  /**
   * The same, with the next attempt no later than the profile lets it wait from now on: the clock
   * may have been set back since, or the profile changed.
   */
  Trouble bounded(Instant now, Profile.Retry retry) {
    Optional<Duration> longest = holds() ? retry.held() : Optional.of(retry.max());
    Optional<Instant> latest = longest.map(now::plus);
    boolean later =
        retryAt.isPresent() && latest.isPresent() && retryAt.get().isAfter(latest.get());
    return later ? new Trouble(attempts, latest, failure, grounds, deaths, settings, lives) : this;
  }
}
