package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tunnels.files.FolderListing;
import tunnels.files.RegularFile;
import tunnels.openssh.Finding;
import tunnels.process.Processes;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Profile;
import tunnels.service.OtherTunnels;
import tunnels.service.OtherTunnels.Listener;

/** Whether cron or systemd starts another ssh that listens where a tunnel of ours is to listen. */
final class OtherTunnelsCheck {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int LARGEST = 256 * 1024;
  private static final int SHOWN = 100;

  /** Where each command stands, and how to stop it. */
  private record Source(String name, String remedy, List<Listener> listeners) {}

  private final List<Source> sources = new ArrayList<>();

  OtherTunnelsCheck(Processes processes, Path home) {
    String crontab = processes.run(List.of("crontab", "-l"), "", LIMIT).out();
    add("your crontab", "crontab -e: comment it out, and end its ssh", crontab);
    units(home.resolve(".config/systemd/user"), "systemctl --user disable --now ");
    units(Path.of("/etc/systemd/system"), "sudo systemctl disable --now ");
  }

  List<Finding> findings(Profile profile) {
    TreeMap<String, Finding> findings = new TreeMap<>();
    for (Forward forward : profile.forwards()) {
      for (Source source : sources) {
        source.listeners().stream()
            .filter(listener -> isSame(listener, forward, profile))
            .map(listener -> finding(source, listener))
            .forEach(finding -> findings.putIfAbsent(finding.about() + finding.what(), finding));
      }
    }
    return List.copyOf(findings.values());
  }

  private static Finding finding(Source source, Listener other) {
    boolean cut = other.line().length() > SHOWN;
    String line = cut ? other.line().substring(0, SHOWN) + "..." : other.line();
    String about = (other.listen().startsWith("/") ? "socket " : "port ") + other.listen();
    return Finding.warn(
        about, source.name() + " starts an ssh with it too: " + line, source.remedy());
  }

  /** A remote one takes the port from ours on the same host only. */
  private static boolean isSame(Listener other, Forward forward, Profile profile) {
    boolean remote = other.flag() == 'R';
    return remote == forward.listensRemotely()
        && other.listen().equals(listen(forward.listen()))
        && (!remote || other.line().contains(profile.host().host()));
  }

  private static String listen(Endpoint listen) {
    return listen instanceof Endpoint.Tcp tcp ? String.valueOf(tcp.port()) : listen.toString();
  }

  private void units(Path folder, String stop) {
    try {
      for (Path file : FolderListing.of(folder)) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".service") && RegularFile.isThere(file)) {
          add("the unit " + name, stop + name, RegularFile.text(file, LARGEST));
        }
      }
    } catch (IOException e) {
      // No units there, or none that can be read.
    }
  }

  private void add(String name, String remedy, String text) {
    List<Listener> listeners = OtherTunnels.in(text);
    if (!listeners.isEmpty()) {
      sources.add(new Source(name, remedy, listeners));
    }
  }
}
