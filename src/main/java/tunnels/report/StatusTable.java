package tunnels.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Failure;
import tunnels.supervise.Following;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;

/** {@code status} for people: a line for each tunnel, and beneath it what is wrong. */
public final class StatusTable {

  static final String INDENT = "    ";

  private StatusTable() {}

  public static String of(List<TunnelStatus> tunnels, Instant now) {
    Table table = new Table(List.of("NAME", "WANTED", "PHASE", "SINCE", "RTT", "HOST", "FORWARDS"));
    for (TunnelStatus tunnel : tunnels) {
      table.row(row(tunnel, now), beneath(tunnel, now));
    }
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
    return tunnel.since().isPresent() ? Age.between(tunnel.since().get(), now) : "-";
  }

  static String roundTrip(TunnelStatus tunnel) {
    Optional<Long> micros = tunnel.roundTripMicros();
    return micros.isPresent() ? milliseconds(micros.get()) : "-";
  }

  /** How many of its forwards are there: {@code 1/2}. */
  static String there(TunnelStatus tunnel) {
    int up = 0;
    for (TunnelStatus.ForwardStatus forward : tunnel.forwards()) {
      up += forward.up() ? 1 : 0;
    }
    return up + "/" + tunnel.forwards().size();
  }

  /** When it is tried again. */
  static Optional<String> retry(TunnelStatus tunnel, Instant now) {
    return tunnel.retryAt().isPresent()
        ? Optional.of("to be tried again " + inTime(Duration.between(now, tunnel.retryAt().get())))
        : Optional.empty();
  }

  static String milliseconds(long micros) {
    if (micros >= 10_000) {
      return Math.round(micros / 1000.0) + " ms";
    }
    long tenths = (micros + 50) / 100;
    return tenths / 10 + "." + tenths % 10 + " ms";
  }

  private static String forwards(TunnelStatus tunnel) {
    List<String> shown = new ArrayList<>();
    for (TunnelStatus.ForwardStatus forward : tunnel.forwards()) {
      shown.add(forward(forward));
    }
    return there(tunnel) + "  " + String.join(", ", shown);
  }

  private static String forward(TunnelStatus.ForwardStatus forward) {
    String name = forward.label().isPresent() ? forward.label().get() + " " : "";
    String text = name + forward.kind() + " " + forward.listen();
    return forward.up() ? text : Style.FAINT.of(text);
  }

  private static List<String> beneath(TunnelStatus tunnel, Instant now) {
    List<String> lines = new ArrayList<>();
    if (tunnel.job().isPresent()) {
      lines.addAll(job(tunnel, tunnel.job().get()));
    }
    if (tunnel.failure().isPresent()) {
      lines.addAll(failure(tunnel.failure().get()));
    } else if (tunnel.notice().isPresent()) {
      lines.addAll(failure(tunnel.notice().get()));
    }
    for (TunnelStatus.ForwardStatus forward : tunnel.forwards()) {
      if (forward.proof().isPresent()) {
        lines.add(proof(forward, forward.proof().get(), now));
      }
    }
    Optional<String> retry = retry(tunnel, now);
    if (retry.isPresent()) {
      lines.add(INDENT + retry.get());
    }
    return lines;
  }

  private static List<String> job(TunnelStatus tunnel, Following job) {
    List<String> lines = new ArrayList<>();
    JobText.line(tunnel).ifPresent(line -> lines.add(INDENT + line));
    JobText.remarks(job).forEach(remark -> lines.add(INDENT + Style.FAINT.of(remark)));
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
