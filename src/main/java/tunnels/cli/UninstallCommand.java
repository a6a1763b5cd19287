package tunnels.cli;

import java.io.IOException;
import tunnels.service.Service;

/** {@code uninstall}: takes back what {@code install} did. */
final class UninstallCommand implements Command {

  private final Context context;
  private final ServiceChoice choice = new ServiceChoice();

  UninstallCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return choice.addTo(
        Syntax.of(this, Verb.UNINSTALL)
            .description("What is up stays up; what else is in the crontab stays as it is."));
  }

  @Override
  public Integer call() throws IOException {
    return choice.carryOut(context, Service::uninstall).status();
  }
}
