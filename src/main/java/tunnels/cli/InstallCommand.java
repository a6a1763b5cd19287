package tunnels.cli;

import java.io.IOException;
import java.util.Optional;
import tunnels.service.AgentPlace;
import tunnels.service.Service;

/** {@code install}: the keepalive or the supervisor as a service. */
final class InstallCommand implements Command {

  private final Context context;
  private final ServiceChoice choice = new ServiceChoice();

  InstallCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return choice.addTo(
        Syntax.of(this, Verb.INSTALL)
            .description(
                "Writes what the service needs of this environment: where ssh is, --config and"
                    + " --state, and the agent if it stays where it is. Again is fine, and brings"
                    + " it up to date.",
                "One of them is enough; two do no harm."));
  }

  @Override
  public Integer call() throws IOException {
    tellAgent();
    return choice.carryOut(context, Service::install).status();
  }

  /** What a person takes for granted, and the service does not have. */
  private void tellAgent() {
    Optional<String> socket = context.surroundings().variable("SSH_AUTH_SOCK");
    AgentPlace place = AgentPlace.of(socket);
    if (place == AgentPlace.NONE || choice.bringsAgent() || choice.reaches(place)) {
      return;
    }
    context
        .console()
        .say(
            "the agent of this shell (%s) is out of reach for %s: a key that only it has lets nobody in there; see: tunnels doctor"
                .formatted(socket.orElse(""), choice));
  }
}
