package tunnels.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tunnels.fixture.Installation;
import tunnels.fixture.Workbench;

/** A way to keep tunnels up: ours, and what people take otherwise, with its best known settings. */
interface Tool {

  String name();

  /**
   * Begins to keep a tunnel up at each of the ports.
   *
   * @return the processes of the tool itself
   */
  List<Long> keep(Place place, List<Integer> ports) throws IOException;

  /** {@code supervise}, as it is installed. */
  record Tunnels(String name, Installation installed, List<String> settings) implements Tool {

    @Override
    public List<Long> keep(Place place, List<Integer> ports) throws IOException {
      Workbench bench = place.bench();
      bench.settings(settings.toArray(String[]::new));
      for (int port : ports) {
        bench.profile(
            "t" + port,
            "host = \"fixture\"",
            "autostart = true",
            "[[forward]]",
            "local = \"" + place.forward(port) + "\"");
      }
      List<String> command = new ArrayList<>(List.of(installed.launcher().toString()));
      command.addAll(Installation.options(bench));
      command.add("supervise");
      return List.of(place.start(Map.of(), command).pid());
    }
  }

  /**
   * One process for each tunnel.
   *
   * @param alive seconds; three unanswered end a connection
   */
  record Autossh(String name, Path program, int alive) implements Tool {

    private static final Map<String, String> ENVIRONMENT =
        Map.of("AUTOSSH_GATETIME", "0", "AUTOSSH_PATH", "/usr/bin/ssh");

    @Override
    public List<Long> keep(Place place, List<Integer> ports) throws IOException {
      List<Long> pids = new ArrayList<>();
      for (int port : ports) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-M", "0"));
        command.addAll(place.arguments(port, "-oServerAliveInterval=" + alive));
        pids.add(place.start(ENVIRONMENT, command).pid());
      }
      return pids;
    }
  }

  /** {@code while :; do ssh ...; sleep 1; done}. */
  record Loop(String name, int alive) implements Tool {

    @Override
    public List<Long> keep(Place place, List<Integer> ports) throws IOException {
      List<Long> pids = new ArrayList<>();
      for (int port : ports) {
        List<String> words = place.arguments(port, "-oServerAliveInterval=" + alive);
        String loop = "while :; do ssh " + String.join(" ", words) + "; sleep 1; done";
        pids.add(place.start(Map.of(), List.of("sh", "-c", loop)).pid());
      }
      return pids;
    }
  }
}
