package tunnels.cli;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tunnels.openssh.HostNames;
import tunnels.openssh.ListenCheck;
import tunnels.openssh.PlainSsh;
import tunnels.profile.Destination;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Profile;
import tunnels.profile.Suggestion;
import tunnels.report.Audience;
import tunnels.report.ShellWords;
import tunnels.report.Style;

/** Writes a profile that a person was asked for, checks it, and brings its tunnel up. */
final class FirstTunnel {

  private final Context context;
  private final Console console;
  private final Path home;
  private final Questions questions;
  private volatile boolean asking = false;

  FirstTunnel(Context context) {
    this.context = context;
    this.console = context.console();
    this.home = context.surroundings().home();
    this.questions = new Questions(new Terminal(console, new FileInputStream(FileDescriptor.in)));
  }

  Vacancies vacancies() {
    return new Vacancies(context.catalog(), FirstTunnel::obstacle);
  }

  /**
   * @param up whether to bring it up; empty asks a person, if there is one
   */
  Exit make(Guide.Given given, Optional<Boolean> up) throws IOException {
    if (!given.missing().isEmpty() && !person()) {
      throw new UsageError(
          "without a terminal nobody is asked: give "
              + String.join(", ", given.missing())
              + "; or see the examples: tunnels init --example");
    }
    if (new Faults(context).ofSettings() != Exit.AS_ASKED) {
      return Exit.USAGE;
    }
    Optional<NewProfiles.Draft> draft = draft(given);
    if (draft.isEmpty()) {
      console.say("nothing was written");
      return Exit.NOT_AS_ASKED;
    }
    return write(draft.get()) ? finish(draft.get().name(), up) : Exit.USAGE;
  }

  private boolean person() {
    return context.surroundings().isTerminal(0) && context.surroundings().isTerminal(2);
  }

  /** Empty where a person broke it off. */
  private Optional<NewProfiles.Draft> draft(Guide.Given given) throws IOException {
    Path config = context.catalog().sshConfig().orElse(home.resolve(".ssh/config"));
    List<String> hosts = HostNames.of(config, home);
    given.host().ifPresent(host -> doubt(host, hosts, config));
    Guide guide = new Guide(questions, hosts, vacancies());
    Runtime.getRuntime().addShutdownHook(new Thread(this::sayIfBrokenOff));
    asking = !given.missing().isEmpty();
    try {
      return Optional.of(guide.draft(given));
    } catch (EOFException e) {
      return Optional.empty();
    } finally {
      asking = false;
    }
  }

  /** A plain word that is not among the Hosts that there are may be a slip; DNS may know it. */
  private void doubt(Destination host, List<String> hosts, Path config) {
    String word = host.host();
    boolean plain = !word.contains(".") && !word.contains(":") && !word.equals("localhost");
    if (!plain || hosts.isEmpty() || hosts.contains(word)) {
      return;
    }
    String near = Suggestion.closest(word, hosts).map(h -> ": did you mean " + h + "?").orElse("");
    console.say("no Host of " + config + " is called " + word + near);
  }

  /** After a signal. */
  private void sayIfBrokenOff() {
    if (asking) {
      console.say("\nnothing was written");
    }
  }

  private static Optional<String> obstacle(int port) {
    return ListenCheck.finding(new Endpoint.Tcp("", port))
        .map(finding -> finding.about() + ": " + finding.what());
  }

  /** Returns whether there is a valid profile now. */
  private boolean write(NewProfiles.Draft draft) throws IOException {
    console.say("\n" + draft.taken().profile().toml() + "\n");
    return new NewProfiles(context).create(draft) && isValid(draft.name());
  }

  /** As `tunnels check` does. */
  private boolean isValid(String name) {
    Faults faults = new Faults(context);
    faults.warn(List.of(name));
    boolean valid = faults.ofTunnels(List.of(name)) == Exit.AS_ASKED;
    console.say(valid ? "1 profile, no fault" : "edit what has a fault, then: tunnels check");
    return valid;
  }

  private Exit finish(String name, Optional<Boolean> up) throws IOException {
    tell(Objects.requireNonNull(context.catalog().profiles().get(name)));
    boolean now = up.isPresent() ? up.get() : person() && agrees();
    Exit exit = now ? new UpCommand(context).bringUp(new TreeSet<>(Set.of(name))) : Exit.AS_ASKED;
    String next = now ? next(name, exit) : "tunnels up " + name;
    console.say("next: " + next);
    if (exit == Exit.AS_ASKED) {
      console.say("to keep it up: tunnels install cron, or: tunnels install systemd");
    }
    return exit;
  }

  private static String next(String name, Exit exit) {
    return exit == Exit.AS_ASKED
        ? "tunnels status; tunnels logs " + name
        : "tunnels doctor %s; then tunnels up %s".formatted(name, name);
  }

  private void tell(Profile profile) {
    String host = profile.host().text();
    console.say(Style.FAINT.of("in short: ") + ShellWords.of(PlainSsh.brief(profile)));
    for (Forward forward : profile.forwards()) {
      String who = Audience.of(forward, host) + " can connect";
      console.say("  " + forward.listen() + " on " + side(forward, host) + ": " + who);
    }
  }

  private static String side(Forward forward, String host) {
    return forward.listensRemotely() ? host : "this machine";
  }

  private boolean agrees() throws IOException {
    try {
      return questions.yes("Bring it up now?");
    } catch (EOFException e) {
      return false;
    }
  }
}
