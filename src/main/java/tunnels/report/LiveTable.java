package tunnels.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tunnels.openssh.Failure;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;

/** {@code status --watch}: how the tunnels are and have been, a line for each where all is well. */
public final class LiveTable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final Instant now;
  private final ZoneId zone;

  /**
   * @param zone whose time is shown
   */
  public LiveTable(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /**
   * @param last the last failure of a tunnel, however long ago
   */
  public String of(List<TunnelStatus> tunnels, Function<TunnelStatus, Optional<Failure>> last) {
    Table table =
        new Table(List.of("NAME", "PHASE", "SINCE", "RTT", "FORWARDS", "RESTARTS", "LAST FAILURE"));
    tunnels.forEach(tunnel -> table.row(row(tunnel, last.apply(tunnel)), beneath(tunnel)));
    return head(tunnels) + "\n\n" + table;
  }

  private String head(List<TunnelStatus> tunnels) {
    Map<Phase, Long> counts =
        tunnels.stream()
            .collect(
                Collectors.groupingBy(TunnelStatus::phase, TreeMap::new, Collectors.counting()));
    String phases =
        counts.entrySet().stream()
            .map(e -> StatusTable.style(e.getKey()).of(e.getValue() + " " + e.getKey().word()))
            .collect(Collectors.joining(", "));
    return Style.STRONG.of("tunnels") + " at " + TIME.format(now.atZone(zone)) + ": " + phases;
  }

  private List<String> row(TunnelStatus tunnel, Optional<Failure> last) {
    return List.of(
        tunnel.name(),
        StatusTable.style(tunnel.phase()).of(tunnel.phase().word()),
        StatusTable.since(tunnel, now),
        StatusTable.roundTrip(tunnel),
        StatusTable.there(tunnel),
        String.valueOf(tunnel.restarts()),
        last.map(this::failure).orElse("-"));
  }

  private String failure(Failure failure) {
    return "%s, %s ago: %s"
        .formatted(failure.kind().word(), Age.between(failure.at(), now), failure.message());
  }

  private List<String> beneath(TunnelStatus tunnel) {
    List<String> lines = new ArrayList<>();
    tunnel.job().map(JobText::line).ifPresent(lines::add);
    tunnel.failure().map(Failure::advice).map(Style.FAINT::of).ifPresent(lines::add);
    StatusTable.retry(tunnel, now).ifPresent(lines::add);
    return lines.stream().map(line -> StatusTable.INDENT + line).toList();
  }
}
