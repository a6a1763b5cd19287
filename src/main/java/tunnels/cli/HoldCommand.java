package tunnels.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tunnels.profile.Durations;
import tunnels.profile.Profile;
import tunnels.supervise.Roster;
import tunnels.supervise.Store;
import tunnels.supervise.Survey;
import tunnels.supervise.Wanted;

/** {@code hold}: a tunnel for as long as a lock is ours. */
final class HoldCommand implements Command {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(1);

  private final Context context;
  private String name = "";
  private @Nullable String within;
  private @Nullable String lockCommand;
  private boolean takeDown;

  HoldCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.HOLD)
        .description(
            "For lock runners and orchestrators, where one of several machines has the tunnel."
                + " Brings it up in one attempt, says so on stdout, and brings it back at once if"
                + " its ssh dies. TERM or INT takes it down; the command exits only after ssh is"
                + " confirmed gone. Ends by itself, with the tunnel down, when it cannot be up."
                + " Nothing is remembered: after a reboot nobody wants it up. Meanwhile up is"
                + " refused, and restart changes nothing of this.",
            "After kill -9, with --lock-cmd, a shell that outlives it takes the tunnel down and"
                + " then ends the lock command. Without, the tunnel stays up until the next hold,"
                + " which takes it over, or until the next pass of another command, which takes it"
                + " down.",
            "Exit status: 0 told to end, and down; 1 not up in time, lost, or not proven down; 2 a"
                + " name or a profile is wrong, or something else wants the tunnel up; 4 a person"
                + " must mend something first.")
        .parameter("NAME", "The tunnel.", given -> name = given)
        .option(
            "--within",
            "T",
            "Give up where it is not up within this time: 10s, 2m (default: ssh's limits).",
            given -> within = given)
        .option(
            "--lock-cmd",
            "CMD",
            "Run by sh; its first line on stdout says that the lock is ours, its end that it is"
                + " lost: 'etcdctl lock --ttl=5 NAME'. Ended when the tunnel is down, never before.",
            given -> lockCommand = given)
        .flag(
            "--take-down",
            "Only take down what a hold that was killed has left, and exit when it is gone.",
            given -> takeDown = given);
  }

  @Override
  public Integer call() throws IOException {
    if (takeDown) {
      return takeDown().status();
    }
    Profile profile = new Known(context).profile(name);
    Optional<Duration> limit = Optional.ofNullable(within).flatMap(HoldCommand::parsed);
    boolean wanted = wanted();
    Optional<Store.Hold> place = context.store().reserve(name);
    if (place.isEmpty()) {
      context.console().say(new HeldElsewhere(context).why(name));
      return Exit.NOT_AS_ASKED.status();
    }
    try (Store.Hold reserved = place.get()) {
      if (wanted) {
        throw new UsageError(
            "\"%s\" is wanted up already, so keepalive and supervise keep it: type `tunnels down %s` first"
                .formatted(name, name));
      }
      return new Holding(context, profile, limit).run(Optional.ofNullable(lockCommand)).status();
    }
  }

  /** The watcher of a lock command tries again until this succeeds. */
  private Exit takeDown() throws IOException {
    Survey survey = context.survey();
    Set<String> tunnel = Set.of(name);
    if (!survey.names().contains(name)) {
      context.console().say(name + ": there is no such tunnel, and nothing of it is running");
      return Exit.AS_ASKED;
    }
    if (wanted()) {
      context.console().say(name + ": another command wants it up now, so it stays");
      return Exit.AS_ASKED;
    }
    Exit passed = new Passes(context).takeDown(survey.connectionsOf(tunnel), tunnel);
    return Exit.gravest(List.of(passed, new Outcomes(context).ofDown(tunnel)));
  }

  private static Optional<Duration> parsed(String text) {
    return Durations.parse(
        text,
        LEAST,
        MOST,
        why -> {
          throw new UsageError("--within: " + why);
        });
  }

  /** By up, by {@code autostart} without a down, or by another hold. */
  private boolean wanted() throws IOException {
    return Roster.of(context.catalog(), context.store(), Set.of()).wanted(name) == Wanted.UP;
  }
}
