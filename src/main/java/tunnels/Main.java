package tunnels;

import tunnels.cli.Cli;
import tunnels.cli.Surroundings;

/** The program. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Cli.run(Surroundings.real(), arguments));
  }
}
