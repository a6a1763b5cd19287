package tunnels.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tunnels.service.Service;

/** {@code uninstall}: takes back what {@code install} did. */
@Command(
    name = "uninstall",
    header = "Take tunnels out of cron, systemd or launchd.",
    description = "What is up stays up; what else is in the crontab stays as it is.")
final class UninstallCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private ServiceChoice choice = new ServiceChoice();

  UninstallCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    return choice.carryOut(context, Service::uninstall).status();
  }
}
