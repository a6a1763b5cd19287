package tunnels.container;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Capability;
import tunnels.fixture.Release;
import tunnels.fixture.SshContainer;

/** A server with the ports of {@link Cases} beside its own, and nft(8) to break its network. */
final class FaultyServer {

  private FaultyServer() {}

  static SshContainer start(Release release) {
    return SshContainer.start(
        release,
        container ->
            container.withCreateContainerCmdModifier(
                command -> command.getHostConfig().withCapAdd(Capability.NET_ADMIN)));
  }

  static SshContainer withPorts(Release release) {
    SshContainer server = start(release);
    server.run("nft", "add table inet t");
    server.run("nft", "add chain inet t in { type filter hook input priority 0; }");
    server.run("nft", "add rule inet t in tcp dport " + Cases.DROPPED + " drop");
    behind(server, "sleep infinity | nc -lk " + Cases.SILENT);
    behind(server, "nc -lkN " + Cases.CLOSES + " </dev/null");
    server.run(
        "/usr/sbin/sshd",
        "-f/dev/null", // of two MaxStartups the last counts (seen with 9.2)
        "-h/etc/ssh/ssh_host_ed25519_key",
        "-p" + Cases.FULL,
        "-oMaxStartups=1:100:1",
        "-oLoginGraceTime=0",
        "-oPidFile=none");
    behind(server, "sleep infinity | nc 127.0.0.1 " + Cases.FULL);
    String taken = "ESTAB.*127.0.0.1:" + Cases.FULL;
    await().until(() -> server.attempt("sh", "-c", "ss -tn | grep " + taken).getExitCode() == 0);
    return server;
  }

  private static void behind(SshContainer server, String command) {
    server.run("sh", "-c", "(" + command + ") >/dev/null 2>&1 &");
  }
}
