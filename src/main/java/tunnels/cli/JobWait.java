package tunnels.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tunnels.files.FileFailure;
import tunnels.openssh.Connection;
import tunnels.profile.Catalog;
import tunnels.profile.Profile;
import tunnels.report.JobText;
import tunnels.supervise.Following;
import tunnels.supervise.Phase;
import tunnels.supervise.Roster;
import tunnels.supervise.TunnelStatus;

/** Waits with a person until tunnels' jobs run and their servers are reached, or cannot be. */
final class JobWait {

  private static final int SECONDS = 1;

  private final Context context;
  private final Passes passes;
  private final Catalog catalog;
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final Set<String> tried = new HashSet<>();
  private final Map<String, String> told = new HashMap<>();

  JobWait(Context context, Passes passes, Catalog catalog) {
    this.context = context;
    this.passes = passes;
    this.catalog = catalog;
  }

  /**
   * @param names tunnels whose login nodes' connections were just brought up
   */
  void settle(Collection<String> names) throws IOException {
    Set<String> waiting = withJobs(names);
    if (waiting.isEmpty()) {
      return;
    }
    Thread waiter = Thread.currentThread();
    Signals.on(
        "INT",
        () -> {
          interrupted.countDown();
          waiter.interrupt(); // the scheduler may take long to answer
        });
    try {
      settleAll(waiting);
    } catch (IOException e) {
      if (!ended()) {
        throw e;
      }
    }
    if (ended() && !waiting.isEmpty()) {
      tellHow(waiting);
    }
  }

  private Set<String> withJobs(Collection<String> names) {
    Set<String> withJobs = new TreeSet<>();
    for (String name : names) {
      Profile profile = catalog.profiles().get(name);
      if (profile != null && profile.job().isPresent()) {
        withJobs.add(name);
      }
    }
    return withJobs;
  }

  /** Whether the person has had enough; what broke off because of that may be used again. */
  private boolean ended() {
    var unused = Thread.interrupted();
    return interrupted.getCount() == 0;
  }

  private void tellHow(Set<String> waiting) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (String tunnel : waiting) {
      lines.add(
          "%s: its job stays; `tunnels up %s` goes on waiting, `tunnels down %s` ends it"
              .formatted(tunnel, tunnel, tunnel));
    }
    context.console().say(String.join("\n", lines));
  }

  private void settleAll(Set<String> waiting) throws IOException {
    while (!waiting.isEmpty() && !ended()) {
      Map<String, String> links = untried(waiting);
      tried.addAll(links.values());
      passes.bringUp(links.keySet());
      Exit asked = passes.bringUp(Riders.connections(catalog, waiting));
      if (asked == Exit.FAULT) {
        return;
      }
      if (links.isEmpty() && untried(waiting).isEmpty()) {
        waiting.removeIf(this::settled);
        pause(waiting);
      }
    }
  }

  /** Each way is tried once: another attempt is another login at the node. */
  private Map<String, String> untried(Set<String> tunnels) throws IOException {
    Roster roster = Roster.of(catalog, context.store(), Set.of());
    return tunnels.stream()
        .flatMap(tunnel -> roster.link(tunnel).stream())
        .filter(link -> !tried.contains(link.fingerprint()))
        .collect(Collectors.toMap(Connection::name, Connection::fingerprint));
  }

  private boolean settled(String tunnel) {
    try {
      TunnelStatus status = context.survey().look(tunnel, context.surroundings().clock().instant());
      boolean settled = status.phase() != Phase.QUEUED && status.phase() != Phase.STARTING;
      if (!settled) {
        tell(status);
      }
      return settled;
    } catch (IOException e) {
      context.console().say(tunnel + ": " + FileFailure.words(e));
      return true;
    }
  }

  /** On a terminal one line that changes, elsewhere a line for each change. */
  private void tell(TunnelStatus status) {
    Optional<Following> job = status.job();
    String words = status.phase().word() + job.map(f -> ": " + JobText.line(f)).orElse("");
    if (context.surroundings().isTerminal(2)) {
      context.console().live(status.name() + ": " + words);
    } else if (!words.equals(told.put(status.name(), words))) {
      context.console().say(status.name() + ": " + words);
    }
  }

  private void pause(Set<String> waiting) {
    try {
      var unused = !waiting.isEmpty() && interrupted.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
