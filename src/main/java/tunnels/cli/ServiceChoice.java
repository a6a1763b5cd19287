package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import tunnels.process.Processes;
import tunnels.service.AgentPlace;
import tunnels.service.Crontab;
import tunnels.service.Invocation;
import tunnels.service.Launchd;
import tunnels.service.Refusal;
import tunnels.service.Service;
import tunnels.service.Systemd;

/** Which service {@code install} and {@code uninstall} are for. */
final class ServiceChoice {

  /** As typed. */
  @SuppressWarnings("checkstyle:ConstantName")
  enum Kind {
    cron,
    systemd,
    launchd
  }

  private Kind kind = Kind.cron;
  private boolean user;
  private boolean system;
  private boolean dryRun;

  /** What these are typed as. */
  Syntax addTo(Syntax syntax) {
    return syntax
        .parameter(
            "cron|systemd|launchd",
            Kind.class,
            "cron: keepalive, at boot and every minute. systemd, launchd: supervise (launchd was"
                + " not yet run on macOS).",
            given -> kind = given)
        .flag("--user", "In your own systemd or launchd; the default.", given -> user = given)
        .flag(
            "--system",
            "In the system's, by sudo: from boot on without a login. It runs as you, $SUDO_USER.",
            given -> system = given)
        .flag("--dry-run", "Print what it is about, and do nothing.", given -> dryRun = given);
  }

  /** What is to be done. */
  interface Deed {
    String with(Service service) throws IOException, Refusal;
  }

  /** Does it, or shows it. */
  Exit carryOut(Context context, Deed deed) throws IOException {
    Service service = service(context);
    try {
      context.console().result(dryRun ? service.text() : deed.with(service));
      return Exit.AS_ASKED;
    } catch (Refusal e) {
      context.console().say("tunnels: " + e.getMessage());
      return Exit.NOT_AS_ASKED;
    }
  }

  /**
   * @throws UsageError if it cannot be
   */
  private Service service(Context context) {
    if (user && system) {
      throw new UsageError("either --user or --system");
    }
    if (system && kind == Kind.cron) {
      throw new UsageError("a crontab is a user's own: without --system");
    }
    Invocation invocation =
        new ServiceEnvironment(context.surroundings()).invocation(this, context);
    Processes processes = context.processes();
    Path home = context.surroundings().variable("HOME").map(Path::of).orElse(home(context));
    String owner =
        context
            .surroundings()
            .variable("SUDO_USER")
            .orElseGet(() -> System.getProperty("user.name", "root"));
    return switch (kind) {
      case cron -> new Crontab(processes, invocation);
      case systemd ->
          system
              ? Systemd.ofSystem(processes, invocation, owner)
              : Systemd.ofUser(processes, invocation, home.resolve(".config"));
      case launchd ->
          system
              ? Launchd.ofSystem(processes, invocation, owner)
              : Launchd.ofUser(processes, invocation, home);
    };
  }

  /** Whether an agent at such a place will be there when the service looks for it. */
  boolean reaches(AgentPlace place) {
    return switch (place) {
      case NONE, PASSING -> false;
      case SESSION -> kind == Kind.systemd && !system;
      case LASTING -> true;
    };
  }

  /** Whether the service itself has the agent of the session: launchd's. */
  boolean bringsAgent() {
    return kind == Kind.launchd && !system;
  }

  @Override
  public String toString() {
    return kind.toString();
  }

  private static Path home(Context context) {
    return context.surroundings().home();
  }
}
