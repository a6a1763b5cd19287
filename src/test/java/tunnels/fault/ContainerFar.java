package tunnels.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import tunnels.fixture.Keys;
import tunnels.fixture.Ports;
import tunnels.fixture.SshContainer;
import tunnels.fixture.TcpProxy;

/** A container with a sshd, at the end of a road that can be closed. */
record ContainerFar(SshContainer server, TcpProxy road) implements Far {

  private static final String KEYS = "/etc/ssh/keys/all";

  static ContainerFar of(SshContainer server) {
    return new ContainerFar(server, TcpProxy.to(server.host(), server.port()));
  }

  @Override
  public Path sshConfig() {
    return server.sshConfig();
  }

  @Override
  public int port() {
    return road.port();
  }

  @Override
  public String alias() {
    return "[" + server.host() + "]:" + server.port();
  }

  @Override
  public boolean here() {
    return false;
  }

  @Override
  public Path folder() {
    return Path.of("/tmp");
  }

  @Override
  public int connections() {
    return server.connections();
  }

  @Override
  public void stop() {
    stopListening();
    road.reset();
  }

  @Override
  public void stopListening() {
    road.target("127.0.0.1", Ports.free());
  }

  @Override
  public void startAgain() {
    road.target(server.host(), server.port());
  }

  @Override
  public void freeze() {
    DockerClientFactory.instance().client().pauseContainerCmd(id()).exec();
  }

  @Override
  public void thaw() {
    DockerClientFactory.instance().client().unpauseContainerCmd(id()).exec();
  }

  @Override
  public void welcome(boolean on) {
    server.write(KEYS, on ? Keys.publicKey() + "\n" : "");
  }

  /** One that is gone by now was ended by those who are to end it. */
  @Override
  public void signal(String name, long pid) {
    server.run("sh", "-c", "kill -%s %d || ! kill -0 %d".formatted(name, pid, pid));
  }

  /** On loopback of both families, as ssh's own. */
  @Override
  public AutoCloseable hold(int port) {
    server.run(
        "sh",
        "-c",
        """
        for address in 127.0.0.1 ::1; do nc -lk $address %1$d >/dev/null 2>&1 </dev/null & done
        while pgrep -x nc >/dev/null; do ss -tlnp | grep -q ":%1$d .*nc" && exit 0; done
        exit 1
        """
            .formatted(port));
    return () -> server.run("pkill", "-x", "nc");
  }

  @Override
  public AutoCloseable occupy(Path file) {
    server.run("rm", "-f", file.toString());
    server.write(file.toString(), "precious");
    return () -> {
      assertThat(server.run("cat", file.toString())).isEqualTo("precious");
      server.run("rm", file.toString());
    };
  }

  private String id() {
    return server.container().getContainerId();
  }
}
