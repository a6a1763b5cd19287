package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tunnels.files.FileFailure;
import tunnels.process.Finished;
import tunnels.profile.Catalog;
import tunnels.profile.Profile;
import tunnels.report.News;
import tunnels.state.StateDirectory;
import tunnels.supervise.Change;
import tunnels.supervise.Mode;
import tunnels.supervise.Request;
import tunnels.supervise.Roster;
import tunnels.supervise.Store;

/** {@code supervise}: keepalive at every event, in the foreground. */
final class SuperviseCommand implements Command {

  /** A minute: a host that does not answer takes most of one. */
  private static final int LATEST_TICKS = 12;

  private static final Duration NOTIFYING = Duration.ofSeconds(10);

  private final Context context;
  private boolean downOnExit;

  SuperviseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.SUPERVISE)
        .description(
            "For systemd, launchd or a terminal. Does what keepalive does, at once whenever an ssh"
                + " dies, a profile is edited, something is asked for by up or down, a wait has"
                + " passed, a server is back, or this machine wakes up or moves to another network."
                + " HUP reads the profiles again. TERM and INT end it; the tunnels stay up, and the"
                + " next one takes them over. It ends too when its Java or its own files are"
                + " replaced, to be started again.",
            "Exit status: 0 ended by a signal; 1 another supervisor is at work, or the program was"
                + " replaced.")
        .flag("--down-on-exit", "Take the tunnels down when it ends.", given -> downOnExit = given);
  }

  @Override
  public Integer call() throws IOException {
    StateDirectory store = context.store();
    Optional<Store.Hold> place =
        store
            .supervision()
            .take(ProcessHandle.current().pid(), context.surroundings().clock().instant());
    if (place.isEmpty()) {
      context.console().say("tunnels are supervised already: " + store.supervision().who());
      return Exit.NOT_AS_ASKED.status();
    }
    try {
      return supervise(store).status();
    } finally {
      place.get().close();
    }
  }

  private Exit supervise(StateDirectory store) throws IOException {
    Everything everything = new Everything(store);
    Vigil vigil = new Vigil(context, everything);
    var unused = everything.replaced.thenRun(vigil::end);
    Signals.on("HUP", vigil::reviewSoon);
    Signals.on("TERM", vigil::end);
    Signals.on("INT", vigil::end);
    context.console().say("supervising; HUP reads the profiles again, TERM ends it");
    vigil.run(Request.of(Mode.UNATTENDED));
    if (everything.replaced.isDone()) {
      context.console().say(everything.replaced.join() + " was replaced: start this again");
      context.console().say("no longer supervised; what is up stays up");
      return Exit.NOT_AS_ASKED;
    }
    leave(vigil.catalog(), store);
    return Exit.AS_ASKED;
  }

  /** To systemd, which has Type=notify; Java 17 has no datagram Unix sockets. */
  private void tellReady() {
    if (context.surroundings().variable("NOTIFY_SOCKET").isEmpty()) {
      return;
    }
    Finished told = context.processes().run(List.of("systemd-notify", "--ready"), "", NOTIFYING);
    if (!told.ok()) {
      context.console().say("systemd-notify failed: " + told.err().strip());
    }
  }

  private void leave(Catalog catalog, StateDirectory store) throws IOException {
    if (!downOnExit) {
      context.console().say("no longer supervised; what is up stays up");
      return;
    }
    var unused = new Passes(context).takeDown(store.connections(), catalog.names());
  }

  /** Every connection of which something is wanted or remembered. */
  private final class Everything implements Vigil.Purpose {

    private final StateDirectory store;
    private final News news = new News(context.console()::result);
    private final Readiness readiness =
        new Readiness(LATEST_TICKS, SuperviseCommand.this::tellReady);
    private final Program program = Program.running();
    private final CompletableFuture<Path> replaced = new CompletableFuture<>();
    private Set<String> last = Set.of();

    Everything(StateDirectory store) {
      this.store = store;
    }

    /** The profiles' faults are told as they come up. */
    @Override
    public Set<String> connections(Catalog catalog) {
      Set<String> connections = new HashSet<>();
      try {
        new Faults(context).tellNews(catalog);
        connections.addAll(store.connections());
        Roster roster = Roster.of(catalog, store, Set.of());
        catalog.names().stream()
            .flatMap(tunnel -> roster.link(tunnel).stream())
            .forEach(link -> connections.add(link.name()));
      } catch (IOException e) {
        context.console().say("tunnels: " + FileFailure.words(e));
        connections.addAll(last); // what cannot be read now is not gone
      }
      for (Profile profile : catalog.profiles().values()) {
        connections.add(profile.connection());
      }
      readiness.expect(connections);
      last = connections;
      return connections;
    }

    @Override
    public void changed(Change change) {
      news.tell(change);
    }

    @Override
    public synchronized void passed(String connection, Catalog catalog) {
      try {
        new JobEnds(context).tell();
      } catch (IOException e) {
        context.console().say("tunnels: " + FileFailure.words(e));
      }
      readiness.passed(connection);
    }

    @Override
    public void tick() {
      readiness.tick();
      program.replaced().ifPresent(replaced::complete);
    }
  }
}
