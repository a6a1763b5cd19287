package tunnels.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tunnels.fixture.Ports;
import tunnels.fixture.Workbench;

/** Makes one tunnel of each kind, and as many more as one likes. */
final class Tunnels {

  private final Path dir;
  private final int echo;
  private final Far first;
  private final Far second;
  private final List<Tunnel> made = new ArrayList<>();

  /**
   * @param echo of this machine
   */
  Tunnels(Workbench bench, int echo, Far first, Far second) {
    this.dir = bench.dir();
    this.echo = echo;
    this.first = first;
    this.second = second;
  }

  List<Tunnel> make(int count) {
    Part tcp = new Part(first).local();
    Path here = dir.resolve("here");
    add("tcp", "tcp", "fixture", tcp);
    add("unix", "unix", "fixture", new Part(first).localUnix(here));
    add("remote", "remote", "fixture", new Part(first).remote());
    add("dynamic", "dynamic", "second", new Part(second).dynamic());
    add("one", "shared", "second", new Part(second).local());
    add("two", "shared", "second", new Part(second).local());
    add("proxied", "proxied", "proxied", new Part(second).local());
    add("mixed", "mixed", "second", new Part(second).local().remote().remoteUnix());
    for (int i = made.size(); i < count; i++) {
      Far far = i % 2 == 0 ? first : second;
      add("t" + i, "t" + i, i % 2 == 0 ? "fixture" : "second", new Part(far).local());
    }
    return List.copyOf(made);
  }

  private void add(String name, String connection, String host, Part part) {
    made.add(new Tunnel(name, connection, host, part.far, part.forwards, part.ways));
  }

  /** Forwards, and the ways into them. A remote listener is reached by a forward back to it. */
  private final class Part {
    private final Far far;
    private final int target;
    private final List<String> forwards = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();

    Part(Far far) {
      this.far = far;
      this.target = far.here() ? echo : listenThere();
    }

    Part local() {
      int port = Ports.free();
      return add(Workbench.local(port, target), Way.tcp(port));
    }

    Part localUnix(Path here) {
      return add("local = \"%s:localhost:%d\"".formatted(here, target), Way.unix(here));
    }

    Part dynamic() {
      int port = Ports.free();
      return add("dynamic = \"" + port + "\"", Way.socks(port, target));
    }

    Part remote() {
      int there = listenThere();
      int back = Ports.free();
      return add(Workbench.local(back, there), Way.tcp(back));
    }

    Part remoteUnix() {
      Path there = far.folder().resolve("there");
      int back = Ports.free();
      forwards.add("remote = \"%s:localhost:%d\"".formatted(there, echo));
      return add("local = \"%d:%s\"".formatted(back, there), Way.tcp(back));
    }

    /** On a port over there, which leads to the echo here. */
    private int listenThere() {
      int there = Ports.free();
      forwards.add("remote = \"%d:localhost:%d\"".formatted(there, echo));
      return there;
    }

    private Part add(String forward, Way way) {
      forwards.add(forward);
      ways.add(way);
      return this;
    }
  }
}
