package tunnels.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tunnels.process.Finished;
import tunnels.profile.Forward;
import tunnels.profile.Profile;
import tunnels.supervise.JobServer;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.TunnelStatus.ForwardStatus;

/** {@code open}: a forward's page in the browser. */
final class OpenCommand implements Command {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Context context;
  private String name = "";
  private boolean print;

  OpenCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.OPEN)
        .description(
            "That of the first forward whose profile has an open key. The URL is printed, too,"
                + " with the token of a job's server that has one.",
            "Exit status: 0; 1 the forward is not up, or there is no browser; 2 no forward has a"
                + " URL.")
        .parameter("NAME", "A tunnel that is up.", given -> name = given)
        .flag("--print", "Only print the URL.", given -> print = given);
  }

  @Override
  public Integer call() throws IOException {
    Known.Seen seen = new Known(context).seen(name);
    Profile profile = seen.profile();
    TunnelStatus status = seen.status();
    for (int i = 0; i < profile.forwards().size(); i++) {
      Forward forward = profile.forwards().get(i);
      if (forward.open().isPresent()) {
        boolean toServer = forward.kind() == Forward.Kind.SERVER;
        String token = toServer ? token(status) : "";
        return open(status.forwards().get(i), forward.open().get() + token).status();
      }
    }
    throw new UsageError(name + " has no forward with a URL: add open = \"/\" to one");
  }

  /** A job's server may want one: Jupyter does. */
  private static String token(TunnelStatus status) {
    return status
        .job()
        .flatMap(following -> following.job().server())
        .flatMap(JobServer::token)
        .map(token -> "?token=" + token)
        .orElse("");
  }

  private Exit open(ForwardStatus forward, String path) {
    String url = "http://" + forward.listen().replaceFirst("^\\*:", "localhost:") + path;
    if (!forward.up()) {
      context.console().say("nothing listens for " + url + " yet: tunnels up " + name);
      return Exit.NOT_AS_ASKED;
    }
    context.console().result(url);
    if (print) {
      return Exit.AS_ASKED;
    }
    Finished browser = context.processes().run(List.of(opener(), url), "", LIMIT);
    if (browser.status() == Finished.NOT_STARTED) {
      context.console().say("there is no " + opener() + " here: open it by hand");
    } else if (!browser.ok()) {
      context.console().say(failed(browser));
    }
    return browser.ok() ? Exit.AS_ASKED : Exit.NOT_AS_ASKED;
  }

  /** xdg-open says nothing where it finds no browser (status 3). */
  private static String failed(Finished browser) {
    String words = browser.err().strip();
    String why = browser.status() == Finished.TIMED_OUT ? "did not return" : "found no browser";
    return opener() + " " + why + ": open it by hand" + (words.isEmpty() ? "" : "\n" + words);
  }

  private static String opener() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.startsWith("mac") ? "open" : "xdg-open";
  }
}
