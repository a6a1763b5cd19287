package tunnels.fault;

import java.util.stream.Collectors;
import tunnels.fixture.ProcessTable;
import tunnels.fixture.Workbench;

/** What a person needs to see who looks into a failure. */
final class Evidence {

  private static final int LINES = 25;

  private Evidence() {}

  static String of(World world) {
    StringBuilder text = new StringBuilder();
    Workbench.Run status = world.bench.run("status");
    text.append("--- status\n").append(status);
    text.append("--- the supervisor says\n").append(tail(world.supervised.said()));
    text.append("--- and prints\n").append(tail(world.supervised.told()));
    text.append("--- processes\n");
    ProcessTable.naming(world.bench.state() + "/")
        .forEach(row -> text.append(row.pid()).append(' ').append(row.command()).append('\n'));
    for (Tunnel tunnel : world.tunnels) {
      boolean up = status.out().lines().anyMatch(l -> l.matches(tunnel + "\\s.*\\bup\\b.*"));
      if (!up) {
        text.append("--- ").append(tunnel).append('\n');
        text.append(world.bench.run("logs", tunnel.name(), "-n", "" + LINES).out());
      }
    }
    return text.toString();
  }

  private static String tail(String text) {
    long all = text.lines().count();
    return text.lines().skip(Math.max(0, all - LINES)).collect(Collectors.joining("\n", "", "\n"));
  }
}
