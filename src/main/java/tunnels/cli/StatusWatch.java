package tunnels.cli;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tunnels.openssh.Failure;
import tunnels.profile.Catalog;
import tunnels.report.LiveTable;
import tunnels.supervise.Change;
import tunnels.supervise.FolderWatch;
import tunnels.supervise.Phase;
import tunnels.supervise.TunnelStatus;

/**
 * {@code status --watch} on a terminal: drawn at each change, and each second, until INT or TERM.
 */
final class StatusWatch {

  /** How the tunnels are. */
  interface Look {
    List<TunnelStatus> at(Catalog catalog) throws IOException;
  }

  /** A tunnel's last failure, and what it was when that was read. */
  private record Past(Phase phase, int restarts, Optional<Instant> since, Optional<Failure> last) {
    boolean isOf(TunnelStatus tunnel) {
      return phase == tunnel.phase()
          && restarts == tunnel.restarts()
          && since.equals(tunnel.since());
    }
  }

  private final Context context;
  private final Look look;
  private final LiveCatalog catalog;
  private final TerminalSize size;
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, Past> pasts = new HashMap<>();
  private volatile boolean ended;

  StatusWatch(Context context, Look look) {
    this.context = context;
    this.look = look;
    this.catalog = new LiveCatalog(context.config(), context.surroundings().home());
    this.size = new TerminalSize(context.processes(), context.surroundings());
  }

  /** Returns how the tunnels were at the end. */
  List<TunnelStatus> run() throws IOException {
    List<TunnelStatus> tunnels = look.at(catalog.get());
    List.of("INT", "TERM", "HUP").forEach(signal -> Signals.on(signal, this::end));
    Signals.on("WINCH", this::resized);
    try (FolderWatch folders = new FolderWatch(context.store().told(), wake::release);
        Screen screen = context.console().screen()) {
      while (!ended && !context.console().isGone()) {
        screen.draw(text(tunnels), size.now());
        pause();
        catalog.refresh();
        tunnels = look.at(catalog.get());
      }
    }
    return tunnels;
  }

  private void end() {
    ended = true;
    wake.release();
  }

  private void resized() {
    size.changed();
    wake.release();
  }

  private void pause() {
    try {
      var unused = wake.tryAcquire(1, TimeUnit.SECONDS);
      wake.drainPermits();
    } catch (InterruptedException e) {
      ended = true;
    }
  }

  private String text(List<TunnelStatus> tunnels) throws IOException {
    if (tunnels.isEmpty()) {
      return "no profile yet in " + context.config().resolve("profiles");
    }
    Map<String, Optional<Failure>> last = new HashMap<>();
    for (TunnelStatus tunnel : tunnels) {
      last.put(tunnel.name(), tunnel.failure().isPresent() ? tunnel.failure() : past(tunnel));
    }
    Instant now = context.surroundings().clock().instant();
    return new LiveTable(now, ZoneId.systemDefault())
        .of(tunnels, tunnel -> last.get(tunnel.name()));
  }

  private Optional<Failure> past(TunnelStatus tunnel) throws IOException {
    Past known = pasts.get(tunnel.name());
    if (known == null || !known.isOf(tunnel)) {
      Optional<Failure> last =
          context.store().history(tunnel.name()).stream()
              .map(Change::failure)
              .flatMap(Optional::stream)
              .reduce((earlier, later) -> later);
      known = new Past(tunnel.phase(), tunnel.restarts(), tunnel.since(), last);
      pasts.put(tunnel.name(), known);
    }
    return known.last();
  }
}
