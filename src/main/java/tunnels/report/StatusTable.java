package tunnels.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;

/** {@code status} for people: a line for each tunnel, and beneath it what is wrong. */
public final class StatusTable {

  static final String INDENT = "    ";

  private StatusTable() {}

  public static String of(List<TunnelStatus> tunnels, Instant now) {
    Table table = new Table(List.of("NAME", "WANTED", "PHASE", "SINCE", "RTT", "HOST", "FORWARDS"));
    tunnels.forEach(tunnel -> table.row(row(tunnel, now), beneath(tunnel, now)));
    return table.toString();
  }

  private static List<String> row(TunnelStatus tunnel, Instant now) {
    return List.of(
        tunnel.name(),
        tunnel.wanted().word(),
        style(tunnel.phase()).of(tunnel.phase().word()),
        since(tunnel, now),
        roundTrip(tunnel),
        tunnel.host().orElse("-"),
        forwards(tunnel));
  }

  static String since(TunnelStatus tunnel, Instant now) {
    return tunnel.since().map(since -> Age.between(since, now)).orElse("-");
  }

  static String roundTrip(TunnelStatus tunnel) {
    return tunnel.roundTripMicros().map(StatusTable::milliseconds).orElse("-");
  }

  /** How many of its forwards are there: {@code 1/2}. */
  static String there(TunnelStatus tunnel) {
    long up = tunnel.forwards().stream().filter(TunnelStatus.ForwardStatus::up).count();
    return up + "/" + tunnel.forwards().size();
  }

  /** When it is tried again. */
  static Optional<String> retry(TunnelStatus tunnel, Instant now) {
    return tunnel.retryAt().map(at -> "to be tried again " + inTime(Duration.between(now, at)));
  }

  private static String milliseconds(long micros) {
    return micros < 10_000
        ? String.format(Locale.ROOT, "%.1f ms", micros / 1000.0)
        : Math.round(micros / 1000.0) + " ms";
  }

  private static String forwards(TunnelStatus tunnel) {
    List<String> shown = tunnel.forwards().stream().map(StatusTable::forward).toList();
    return there(tunnel) + "  " + String.join(", ", shown);
  }

  private static String forward(TunnelStatus.ForwardStatus forward) {
    String name = forward.label().map(label -> label + " ").orElse("");
    String text = name + forward.kind() + " " + forward.listen();
    return forward.up() ? text : Style.FAINT.of(text);
  }

  private static List<String> beneath(TunnelStatus tunnel, Instant now) {
    List<String> lines = new ArrayList<>();
    JobText.line(tunnel).map(line -> INDENT + line).ifPresent(lines::add);
    tunnel
        .job()
        .map(JobText::remarks)
        .orElse(List.of())
        .forEach(r -> lines.add(INDENT + Style.FAINT.of(r)));
    tunnel.failure().ifPresent(failure -> lines.addAll(failure(failure)));
    for (TunnelStatus.ForwardStatus forward : tunnel.forwards()) {
      forward.proof().map(proved -> proof(forward, proved, now)).ifPresent(lines::add);
    }
    retry(tunnel, now).map(text -> INDENT + text).ifPresent(lines::add);
    return lines;
  }

  private static String proof(
      TunnelStatus.ForwardStatus forward, TunnelStatus.Proved proved, Instant now) {
    Style style = proved.proof().ok() ? Style.GOOD : Style.BAD;
    String ago = " (" + Age.between(proved.at(), now) + " ago)";
    return INDENT + "probe " + forward.listen() + ": " + style.of(proved.proof().said()) + ago;
  }

  private static String inTime(Duration wait) {
    return wait.isNegative() ? "now" : "in " + Age.of(wait);
  }

  private static List<String> failure(Failure failure) {
    return List.of(INDENT + failure.words(), INDENT + Style.FAINT.of(failure.advice()));
  }

  /** The colour of a phase. */
  public static Style style(Phase phase) {
    return switch (phase) {
      case UP -> Style.GOOD;
      case DEGRADED, WAITING, QUEUED, STARTING, STOPPING -> Style.WARN;
      case HELD -> Style.BAD;
      case DOWN -> Style.FAINT;
    };
  }

  /** What one line says of a failure, if there is one. */
  public static Optional<String> line(Optional<Failure> failure) {
    return failure.map(Failure::words);
  }
}
