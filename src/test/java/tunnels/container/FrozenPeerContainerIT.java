package tunnels.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import tunnels.fixture.ContainerClient;
import tunnels.fixture.Release;
import tunnels.fixture.RequiresEngine;
import tunnels.fixture.SshContainer;

/** A server that freezes while every release's ssh is logged in to it. */
@RequiresEngine
class FrozenPeerContainerIT {

  private static final Duration ENDED = Duration.ofSeconds(20);

  @Test
  void every_client_gives_up_and_says_why() throws IOException {
    List<ContainerClient> clients = new ArrayList<>();
    try (SshContainer server = SshContainer.start(Release.BOOKWORM, container -> {})) {
      for (Release release : Release.values()) {
        clients.add(client(release, server));
      }
      DockerClient docker = DockerClientFactory.instance().client();
      String id = server.container().getContainerId();
      docker.pauseContainerCmd(id).exec();
      try {
        for (ContainerClient client : clients) {
          await().atMost(ENDED).until(() -> client.masters().isEmpty());
          client.expect(1, "keepalive");
          assertThat(client.expect(0, "history", "t").out()).contains("keepalive: Timeout, server");
          record(client);
        }
      } finally {
        docker.unpauseContainerCmd(id).exec();
      }
    } finally {
      clients.forEach(ContainerClient::close);
    }
  }

  private static ContainerClient client(Release release, SshContainer server) {
    ContainerClient client = new ContainerClient(SshContainer.of(release));
    client.write(
        ".ssh/known_hosts",
        server.address() + " " + server.hostKey() + "\n",
        ".ssh/config",
        "IdentityFile ~/.ssh/id\n",
        ".config/tunnels/config.toml",
        "[health]\nalive = \"1s\"\ntimeout = \"1s\"\n");
    client.profile(
        "t", "host = \"u@" + server.address() + "\"", "[[forward]]", "local = \"/home/u/sock:/x\"");
    client.expect(0, "up", "t");
    return client;
  }

  private static void record(ContainerClient client) throws IOException {
    Path folder = Files.createDirectories(ClientsContainerIT.TEXTS.resolve(client.version()));
    String log =
        client.as("sh", "-c", "grep Timeout, .local/state/tunnels/*/connections/t/log").getStdout();
    Files.writeString(folder.resolve("keepalive.txt"), log);
  }
}
