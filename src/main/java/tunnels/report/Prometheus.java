package tunnels.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.Wanted;

/** {@code status --prometheus}: the text format that node_exporter's textfile collector takes. */
public final class Prometheus {

  private final List<String> lines = new ArrayList<>();
  private final List<TunnelStatus> tunnels;

  private Prometheus(List<TunnelStatus> tunnels) {
    this.tunnels = tunnels;
  }

  public static String of(List<TunnelStatus> tunnels) {
    Prometheus metrics = new Prometheus(tunnels);
    metrics.gauge("wanted", "Whether the tunnel is wanted up.", t -> flag(t.wanted() == Wanted.UP));
    metrics.gauge("up", "Whether it is up.", t -> flag(t.phase() == Phase.UP));
    metrics.gauge("held", "Whether a person is needed.", t -> flag(t.phase() == Phase.HELD));
    metrics.gauge(
        "phase_since_seconds",
        "When its phase began, as Unix time; 0 if that was not seen.",
        t -> t.since().map(Instant::getEpochSecond).orElse(0L));
    metrics.head("restarts_total", "counter", "Restarts after a death since it was asked up.");
    tunnels.forEach(t -> metrics.line("restarts_total", label(t), t.restarts()));
    metrics.forwards();
    return String.join("\n", metrics.lines) + "\n";
  }

  private void gauge(String name, String help, ToDoubleFunction<TunnelStatus> value) {
    head(name, "gauge", help);
    tunnels.forEach(t -> line(name, label(t), value.applyAsDouble(t)));
  }

  private void forwards() {
    head("forward_up", "gauge", "Whether the forward is there.");
    for (TunnelStatus tunnel : tunnels) {
      for (TunnelStatus.ForwardStatus forward : tunnel.forwards()) {
        String labels = label(tunnel) + ",kind=\"" + forward.kind() + "\",spec=\"";
        line("forward_up", labels + escape(forward.spec()) + "\"", flag(forward.up()));
      }
    }
  }

  private void head(String name, String type, String help) {
    lines.add("# HELP tunnels_" + name + " " + help);
    lines.add("# TYPE tunnels_" + name + " " + type);
  }

  private void line(String name, String labels, double value) {
    String number = value == Math.rint(value) ? String.valueOf((long) value) : "" + value;
    lines.add("tunnels_" + name + "{" + labels + "} " + number);
  }

  private static String label(TunnelStatus tunnel) {
    return "name=\"" + escape(tunnel.name()) + "\"";
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static double flag(boolean holds) {
    return holds ? 1 : 0;
  }
}
