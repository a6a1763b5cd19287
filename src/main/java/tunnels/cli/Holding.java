package tunnels.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import tunnels.supervise.Phase;
import tunnels.supervise.Request;
import tunnels.supervise.Roster;
import tunnels.supervise.Store;
import tunnels.supervise.Survey;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.Wanted;

/** One tunnel from the moment its lock is ours until it is proven down. */
final class Holding implements Vigil.Purpose {

  /** Holds count, waits do not; one that is taken over must answer. */
  private static final Request AT_ONCE = Request.atOnce();

  private static final String ASKED_DOWN = "another command wants it down";

  /** Why it ended. */
  private record End(Exit exit, String words) {}

  private final Context context;
  private final Profile profile;
  private final Optional<Duration> within;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private volatile Runnable review = () -> {};
  private volatile boolean moving;
  private Set<String> supervised = Set.of();
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
      if (down == Exit.AS_ASKED) {
        lock.end();
      } else if (lockCommand.isPresent()) {
        context.console().say(name() + ": the lock stays ours until ssh is gone");
      }
      End why = end.join();
      context.console().say(name() + ": " + why.words());
      return Exit.gravest(List.of(down, why.exit()));
    }
  }

  private String name() {
    return profile.name();
  }

  private Companion lock(Optional<String> command, CompletableFuture<Void> acquired) {
    if (command.isEmpty()) {
      acquired.complete(null);
      return Companion.NONE;
    }
    return context.processes().accompany(command.get(), takedown(), listener(acquired));
  }

  /** What the watcher of the lock command runs where we are killed. */
  private List<String> takedown() {
    List<String> words = new ArrayList<>(context.surroundings().program());
    words.addAll(List.of("--config", context.config().toString()));
    words.addAll(List.of("--state", context.state().toString()));
    words.addAll(List.of(Verb.HOLD.word(), name(), "--take-down"));
    return words;
  }

  private Companion.Listener listener(CompletableFuture<Void> acquired) {
    return new Companion.Listener() {
      @Override
      public void firstLine() {
        acquired.complete(null);
      }

      @Override
      public void ended(boolean unwatched) {
        String words =
            acquired.isDone() ? "the lock is lost" : "the lock command ended without a line";
        String watcher = "the shell that watches the lock command was killed";
        end.complete(new End(Exit.NOT_AS_ASKED, unwatched ? watcher : words));
      }
    };
  }

  private Exit hold() throws IOException {
    Optional<Store.Hold> wish = context.store().hold(name());
    if (wish.isEmpty()) {
      end.complete(new End(Exit.NOT_AS_ASKED, ASKED_DOWN));
      return Exit.AS_ASKED;
    }
    try (Store.Hold held = wish.get()) {
      Vigil vigil = new Vigil(context, this);
      review = vigil::reviewSoon;
      var unused = end.thenRun(vigil::end);
      notUp();
      vigil.run(AT_ONCE);
      vigil.breakOff();
    }
    end.complete(new End(Exit.NOT_AS_ASKED, "interrupted"));
    context.forgetCatalog();
    Set<String> tunnel = Set.of(name());
    Exit passed = new Passes(context).takeDown(context.survey().connectionsOf(tunnel), tunnel);
    return Exit.gravest(List.of(passed, new Outcomes(context).ofDown(tunnel)));
  }

  /** After an edit of {@code connection}, those that it leaves come first: they have its ports. */
  @Override
  public Set<String> connections(Catalog catalog) {
    try {
      Set<String> former = former(catalog);
      moving = !former.isEmpty();
      supervised = moving ? former : current(catalog);
    } catch (IOException e) {
      context.console().say("tunnels: " + FileFailure.words(e)); // what was there is not gone
    }
    return supervised;
  }

  private Set<String> former(Catalog catalog) throws IOException {
    return new Survey(catalog, context.store(), context.starter()).former(Set.of(name()));
  }

  private Set<String> current(Catalog catalog) throws IOException {
    Profile now = catalog.profiles().getOrDefault(name(), profile);
    Set<String> connections = new HashSet<>(Set.of(now.connection()));
    Roster.of(catalog, context.store(), Set.of())
        .link(name())
        .ifPresent(link -> connections.add(link.name()));
    return connections;
  }

  @Override
  public void changed(Change change) {
    if (change.tunnel().equals(name()) && change.from() == Phase.UP) {
      context.console().result(name() + ": " + change.to().word() + change.why());
      notUp();
    }
  }

  @Override
  public synchronized void passed(String connection, Catalog catalog) {
    try {
      if (moving && former(catalog).isEmpty()) {
        review.run(); // it has left the other connection
      }
      if (moving || !current(catalog).contains(connection)) {
        return;
      }
      TunnelStatus now =
          new Survey(catalog, context.store(), context.starter())
              .look(name(), context.surroundings().clock().instant());
      if (now.wanted() == Wanted.DOWN) {
        end.complete(new End(Exit.NOT_AS_ASKED, ASKED_DOWN));
      } else {
        judge(now, catalog.profiles().containsKey(name()));
      }
    } catch (IOException e) {
      end.complete(new End(Exit.NOT_AS_ASKED, FileFailure.words(e)));
    }
  }

  @Override
  public void tick() {}

  /**
   * @param valid whether it has a profile by which it can be started: then one that is down has not
   *     been tried yet
   */
  private void judge(TunnelStatus now, boolean valid) {
    switch (now.phase()) {
      case UP -> isUp();
      case HELD -> end.complete(new End(Exit.HELD, words(now)));
      case DEGRADED, WAITING -> end.complete(new End(Exit.NOT_AS_ASKED, words(now)));
      case DOWN -> {
        if (!valid) {
          end.complete(new End(Exit.NOT_AS_ASKED, "it has no valid profile any more"));
        }
      }
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
      context.console().result(name() + ": up");
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
