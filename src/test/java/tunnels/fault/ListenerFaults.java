package tunnels.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tunnels.fixture.EchoServer;

/** Somebody else, or something dead, where a tunnel of ours wants to listen. */
final class ListenerFaults {

  private static final Set<String> DEGRADED = Set.of("degraded");

  private ListenerFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("local port stolen", 2, ListenerFaults::stealLocalPort),
        new Fault("remote port held", 2, ListenerFaults::holdRemotePort),
        new Fault("file at a local socket", 2, ListenerFaults::fileHere),
        new Fault("file at a remote socket", 2, ListenerFaults::fileThere),
        new Fault("foreign listener at a local socket", 2, ListenerFaults::foreignListener),
        new Fault("control socket removed", 2, ListenerFaults::removeControlSocket),
        new Fault("file at a control socket", 1, ListenerFaults::replaceControlSocket));
  }

  private static Damage stealLocalPort(World world, Random random) {
    Tunnel tunnel = anyOnTcp(world, random);
    int port = ((InetSocketAddress) tunnel.ways().get(0).entry()).getPort();
    return whileItIsDead(world, tunnel, () -> EchoServer.tcp(port));
  }

  private static Tunnel anyOnTcp(World world, Random random) {
    List<Tunnel> some =
        world.tunnels.stream()
            .filter(t -> t.ways().get(0).entry() instanceof InetSocketAddress)
            .filter(t -> world.with(t).size() == 1)
            .toList();
    return some.get(random.nextInt(some.size()));
  }

  /** By another program over there, from when the session lets go of it. */
  private static Damage holdRemotePort(World world, Random random) {
    Tunnel tunnel = world.tunnel("remote");
    int port = Integer.parseInt(tunnel.forwards().get(0).split("[\":]")[1]);
    return whileItIsDead(world, tunnel, () -> tunnel.far().hold(port));
  }

  private static Damage foreignListener(World world, Random random) {
    Path socket = world.bench.dir().resolve("here");
    return whileItIsDead(
        world,
        world.tunnel("unix"),
        () -> {
          Files.delete(socket);
          EchoServer foreign = EchoServer.unix(socket);
          return () -> {
            assertThat(EchoServer.carries(UnixDomainSocketAddress.of(socket))).isTrue();
            foreign.close();
          };
        });
  }

  private static Damage fileHere(World world, Random random) {
    Path socket = world.bench.dir().resolve("here");
    return whileItIsDead(world, world.tunnel("unix"), () -> Precious.at(socket));
  }

  private static Damage fileThere(World world, Random random) {
    Tunnel tunnel = world.tunnel("mixed");
    Path socket = tunnel.far().folder().resolve("there");
    return whileItIsDead(world, tunnel, () -> tunnel.far().occupy(socket));
  }

  /** Of a living master: there is no way to it any more. */
  private static Damage removeControlSocket(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    Files.delete(world.controlSocket(tunnel));
    return Damage.passing("of a living master", world.with(tunnel));
  }

  /** The master takes the file with it when it is told to end. */
  private static Damage replaceControlSocket(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    Path socket = world.controlSocket(tunnel);
    Files.delete(socket);
    Files.writeString(socket, "precious");
    return new Damage(
        "of a living master", world.with(tunnel), Set.of("up"), () -> Files.deleteIfExists(socket));
  }

  private interface Theft {
    AutoCloseable take() throws Exception;
  }

  /** The supervisor is stopped meanwhile: it would be quicker than any thief. */
  private static Damage whileItIsDead(World world, Tunnel tunnel, Theft theft) {
    world.supervised.stop();
    try {
      world.killMaster(tunnel);
      AutoCloseable taken = take(theft);
      return new Damage("of a dead master", world.with(tunnel), DEGRADED, taken::close);
    } finally {
      world.supervised.goOn();
    }
  }

  /** As soon as the one who has it lets go. */
  private static AutoCloseable take(Theft theft) {
    AutoCloseable[] taken = new AutoCloseable[1];
    await()
        .ignoreExceptions()
        .until(
            () -> {
              taken[0] = theft.take();
              return true;
            });
    return taken[0];
  }
}
