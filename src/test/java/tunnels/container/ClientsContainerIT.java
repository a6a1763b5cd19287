package tunnels.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.Container.ExecResult;
import tunnels.fixture.ContainerClient;
import tunnels.fixture.HarmfulConfig;
import tunnels.fixture.Keys;
import tunnels.fixture.Release;
import tunnels.fixture.RequiresEngine;
import tunnels.fixture.SshContainer;
import tunnels.fixture.Workbench;

/** The program in every release, with its ssh and its Java, against one server. */
@RequiresEngine
@ParameterizedClass
@EnumSource(Release.class)
class ClientsContainerIT {

  /** What ssh said in each case goes here; {@code ClassifierTextsTest} reads a copy of it. */
  static final Path TEXTS = Path.of("target", "ssh-texts");

  private static final String LOGS = ".local/state/tunnels/*/connections/*/log";
  private static final Pattern LOG =
      Pattern.compile("(?s)==> [^ ]*/connections/([^/]*)/log <==\\n(.*?)(?===> |\\z)");

  private static SshContainer server;

  private final ContainerClient client;

  ClientsContainerIT(Release release) {
    client = new ContainerClient(SshContainer.of(release));
    client.write(".ssh/known_hosts", server.address() + " " + server.hostKey() + "\n");
  }

  @BeforeAll
  static void start() {
    server = FaultyServer.withPorts(Release.BOOKWORM);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void starts_proves_and_speaks_mux() {
    client.write(
        ".ssh/config",
        """
        Host far
          HostName %s
          User u
          IdentityFile ~/.ssh/id
        Host *
        """
                .formatted(server.address())
            + HarmfulConfig.TEXT.replace("DIR", "/home/u"));
    client.profile(
        "t",
        "host = \"far\"",
        "[[forward]]",
        "local = \"30001:localhost:22\"",
        "[[forward]]",
        "remote = \"30002:localhost:30001\"",
        "[[forward]]",
        "remote = \"0:localhost:30001\"",
        "[[forward]]",
        "dynamic = \"30004\"",
        "[[forward]]",
        "local = \"/home/u/here.sock:localhost:30002\"");
    client.expect(0, "up", "t");
    assertThat(says("127.0.0.1", "30001")).as("there").startsWith("SSH-2.0");
    assertThat(says("-U", "/home/u/here.sock")).as("there, back and there").startsWith("SSH-2.0");
    assertThat(says("-X", "5", "-x", "127.0.0.1:30004", "localhost", "30002"))
        .as("by SOCKS, back and there")
        .startsWith("SSH-2.0");
    assertThat(client.as("test", "-e", "/home/u/touched").getExitCode()).isEqualTo(1);
    client.as("sh", "-c", "kill -9 " + client.status().get("t").get("pid"));
    assertThat(client.expect(0, "keepalive").out()).contains("t: restarted");
    assertThat(says("-U", "/home/u/here.sock")).as("over a stale file").startsWith("SSH-2.0");
  }

  /** PermitRemoteOpen came with 8.5: without it there is no permit list, and so no tunnel. */
  @Test
  void a_remote_socks_proxy_needs_a_client_that_can_restrict_it() {
    client.write(".ssh/config", new Cases(server.address()).config());
    client.profile(
        "t", "host = \"hop\"", "[[forward]]", "remote = \"30003\"", "permit = [\"localhost:22\"]");
    boolean old = client.version().startsWith("8.4");
    Workbench.Run up = client.expect(old ? 4 : 0, "up", "t");
    assertThat(up.err()).contains(old ? "Bad configuration option: permitremoteopen" : "");
  }

  @Test
  void tells_every_failure_apart() throws IOException {
    Cases cases = new Cases(server.address());
    client.write(".ssh/config", "IgnoreUnknown *\nLogVerbose *\n" + cases.config());
    client.write(profiles(cases.kinds()));
    keys();
    client.expect(4, "up", "--all");
    record(client.read(LOGS));
    assertThat(kinds(client.status())).isEqualTo(cases.kinds());
  }

  /** Those that wait for a timeout have a short one; on a busy machine the others need more. */
  private static String[] profiles(Map<String, String> kinds) {
    List<String> files = new ArrayList<>();
    kinds.forEach(
        (host, kind) -> {
          files.add(ContainerClient.profileFile(host));
          String timeout = kind.equals("timeout") ? "2s" : "30s";
          files.add(
              """
              host = "%s"
              [[forward]]
              local = "/tmp/%s.sock:localhost:1"
              [health]
              timeout = "%s"
              """
                  .formatted(host, host, timeout));
        });
    return files.toArray(String[]::new);
  }

  private static Map<String, String> kinds(Map<String, JsonObject> status) {
    Map<String, String> kinds = new TreeMap<>();
    status.forEach(
        (name, tunnel) ->
            kinds.put(name, tunnel.getAsJsonObject("failure").get("kind").getAsString()));
    return kinds;
  }

  /** The first line that nc(1) reads. */
  private String says(String... where) {
    String nc = "nc -d " + String.join(" ", where);
    String script = "read -r -t 10 line < <(" + nc + "); echo \"$line\"; kill $!";
    return client.as("bash", "-c", script).getStdout();
  }

  /** What the cases' hosts name, made by the release's own ssh-keygen. */
  private void keys() {
    client.write(".ssh/host.pub", server.hostKey() + "\n");
    client.write(".ssh/ca", Keys.text(Keys.authorityFile()));
    String script =
        """
        cd .ssh && chmod 600 ca
        for key in k1 k2 k3 k4 old; do ssh-keygen -q -t ed25519 -N '' -f $key; done
        ssh-keygen -q -s ca -I old -n certified -V -2d:-1d old.pub
        cp id open && chmod 644 open
        cp id locked && chmod 600 locked && ssh-keygen -q -p -P '' -N secret -f locked
        echo "%s $(cat k1.pub)" >other_hosts
        """
            .formatted(server.address());
    ExecResult made = client.as("sh", "-ec", script);
    assertThat(made.getExitCode()).as("%s", made).isZero();
  }

  /** Takes apart what tail(1) prints of several files. */
  private void record(String logs) throws IOException {
    Path folder = Files.createDirectories(TEXTS.resolve(client.version()));
    Matcher log = LOG.matcher(logs);
    while (log.find()) {
      Files.writeString(folder.resolve(log.group(1) + ".txt"), log.group(2).strip() + "\n");
    }
  }
}
