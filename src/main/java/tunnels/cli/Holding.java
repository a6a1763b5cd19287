package tunnels.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import tunnels.files.FileFailure;
import tunnels.process.Companion;
import tunnels.profile.Catalog;
import tunnels.profile.Profile;
import tunnels.report.Outcome;
import tunnels.supervise.Change;
import tunnels.supervise.Mode;
import tunnels.supervise.Phase;
import tunnels.supervise.Request;
import tunnels.supervise.Roster;
import tunnels.supervise.Survey;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.Wanted;

/** One tunnel from the moment its lock is ours until it is proven down. */
final class Holding implements Vigil.Purpose {

  /** Holds count, waits do not; one that is taken over must answer. */
  private static final Request AT_ONCE = new Request(Mode.UNATTENDED, true, true);

  /** Why it ended. */
  private record End(Exit exit, String words) {}

  private final Context context;
  private final Profile profile;
  private final Optional<Duration> within;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private boolean up;
  private int spell;

  /**
   * @param within how long it may be anything but up; empty is as long as ssh takes
   */
  Holding(Context context, Profile profile, Optional<Duration> within) {
    this.context = context;
    this.profile = profile;
    this.within = within;
  }

  Exit run(Optional<String> lockCommand) throws IOException {
    for (String signal : List.of("TERM", "INT", "HUP")) {
      Signals.on(signal, () -> end.complete(new End(Exit.AS_ASKED, "told to end")));
    }
    CompletableFuture<Void> acquired = new CompletableFuture<>();
    try (Companion lock = lock(lockCommand, acquired)) {
      CompletableFuture.anyOf(acquired, end).join();
      Exit down = end.isDone() ? Exit.AS_ASKED : hold();
      End why = end.join();
      context.console().say(profile.name() + ": " + why.words());
      return Exit.gravest(List.of(down, why.exit()));
    }
  }

  private Companion lock(Optional<String> command, CompletableFuture<Void> acquired) {
    if (command.isEmpty()) {
      acquired.complete(null);
      return () -> {};
    }
    return context
        .processes()
        .accompany(
            List.of("sh", "-c", command.get()),
            line -> acquired.complete(null),
            () -> end.complete(lost(acquired.isDone())));
  }

  private static End lost(boolean acquired) {
    String words = acquired ? "the lock is lost" : "the lock command ended without a line";
    return new End(Exit.NOT_AS_ASKED, words);
  }

  private Exit hold() throws IOException {
    Vigil vigil = new Vigil(context, this);
    var unused = end.thenRun(vigil::end);
    notUp();
    vigil.run(AT_ONCE);
    vigil.breakOff();
    end.complete(new End(Exit.NOT_AS_ASKED, "interrupted"));
    Set<String> tunnel = Set.of(profile.name());
    new Passes(context).takeDown(context.survey().connectionsOf(tunnel), tunnel);
    return new Outcomes(context).ofDown(tunnel);
  }

  @Override
  public Map<String, String> connections(Catalog catalog) {
    Map<String, String> connections = new HashMap<>();
    connections.put(profile.connection(), profile.host().text());
    try {
      Roster.of(catalog, context.store(), Set.of())
          .link(profile.name())
          .ifPresent(link -> connections.put(link.name(), link.name()));
    } catch (IOException e) {
      context.console().say("tunnels: " + FileFailure.words(e));
    }
    return connections;
  }

  @Override
  public void changed(Change change) {
    if (change.tunnel().equals(profile.name()) && change.from() == Phase.UP) {
      context.console().result(profile.name() + ": " + change.to().word() + change.why());
      notUp();
    }
  }

  @Override
  public synchronized void passed(String connection, Catalog catalog) {
    try {
      TunnelStatus now =
          new Survey(catalog, context.store())
              .look(profile.name(), context.surroundings().clock().instant());
      if (now.wanted() == Wanted.DOWN) {
        end.complete(new End(Exit.NOT_AS_ASKED, "another command wants it down"));
      } else {
        judge(now);
      }
    } catch (IOException e) {
      end.complete(new End(Exit.NOT_AS_ASKED, FileFailure.words(e)));
    }
  }

  @Override
  public void tick() {}

  private void judge(TunnelStatus now) {
    switch (now.phase()) {
      case UP -> isUp();
      case HELD -> end.complete(new End(Exit.HELD, words(now)));
      case DEGRADED, WAITING, DOWN -> end.complete(new End(Exit.NOT_AS_ASKED, words(now)));
      case QUEUED, STARTING, STOPPING -> {} // another command is at work on it
    }
  }

  private static String words(TunnelStatus now) {
    String problems = Outcome.problems(now);
    return problems.isEmpty() ? now.phase().word() : "cannot be up\n" + problems;
  }

  private void isUp() {
    spell++;
    if (!up) {
      up = true;
      context.console().result(profile.name() + ": up");
    }
  }

  private synchronized void notUp() {
    spell++;
    up = false;
    int since = spell;
    within.ifPresent(limit -> after(limit).execute(() -> tooLate(since, limit)));
  }

  private static Executor after(Duration limit) {
    return CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void tooLate(int since, Duration limit) {
    if (spell == since) {
      end.complete(new End(Exit.NOT_AS_ASKED, "not up within " + limit.toSeconds() + " s"));
    }
  }
}
