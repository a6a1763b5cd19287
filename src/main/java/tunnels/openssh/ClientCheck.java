package tunnels.openssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.files.FileFailure;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** Whether the ssh of this machine, and its files, are fit for any tunnel at all. */
public final class ClientCheck {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Pattern VERSION =
      Pattern.compile("OpenSSH_(?:for_\\w+_)?(\\d{1,4})\\.(\\d{1,4})");

  /** As in a container that runs as any number (ssh.c). */
  private static final Pattern NOBODY = Pattern.compile("No user exists for uid (\\d+)");

  private final Processes processes;
  private final Path home;

  public ClientCheck(Processes processes, Path home) {
    this.processes = processes;
    this.home = home;
  }

  /**
   * @param socket a path that a control socket could have
   * @param permits whether a profile has a remote SOCKS proxy
   */
  public List<Finding> findings(Path socket, boolean permits) {
    List<Finding> findings = new ArrayList<>();
    findings.add(version(permits));
    FileModes.folder(home.resolve(".ssh"), home).ifPresent(findings::add);
    FileModes.config(home.resolve(".ssh/config"), new IncludeCheck(processes)::refused)
        .ifPresent(findings::add);
    findings.add(place(socket));
    return findings;
  }

  private Finding version(boolean permits) {
    Finished answer = processes.run(List.of("ssh", "-V"), "", LIMIT);
    if (answer.status() == Finished.NOT_STARTED) {
      return Finding.bad(
          "ssh", "there is no ssh in the PATH", "install the OpenSSH client, or mend the PATH");
    }
    return version(answer.err().strip(), permits);
  }

  static Finding version(String said, boolean permits) {
    Optional<Finding> nobody = noAccount(said);
    if (nobody.isPresent()) {
      return nobody.get();
    }
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      return Finding.warn("ssh", "not an OpenSSH: " + said, "tunnels is made for OpenSSH's ssh");
    }
    int number = Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2));
    if (number < 706) {
      return Finding.bad("ssh", said + " is too old", "install OpenSSH 7.6 or newer");
    }
    return permits && number < 805
        ? Finding.bad("ssh", said + " knows no permit", "a remote SOCKS proxy needs 8.5 or newer")
        : Finding.ok("ssh", said);
  }

  /** ssh runs for accounts of the password database alone, whatever it is asked. */
  static Optional<Finding> noAccount(String said) {
    Matcher nobody = NOBODY.matcher(said);
    return nobody.find()
        ? Optional.of(
            Finding.bad(
                "ssh",
                nobody.group() + ", says ssh, and does not run",
                "the account needs a line in /etc/passwd (of the image, in a container):"
                    + " me:x:%s:0::/home/me:/bin/sh".formatted(nobody.group(1))))
        : Optional.empty();
  }

  /** Makes a socket there and connects to it: not every file system can. */
  private static Finding place(Path socket) {
    Optional<String> fault = new ControlSocket(socket).fault();
    if (fault.isPresent()) {
      return Finding.bad("control socket", fault.get(), "a shorter --state DIR, or TUNNELS_STATE");
    }
    String kind = fileSystem(socket);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
      server.bind(address);
      SocketChannel.open(address).close();
      return Finding.ok("control socket", "Unix sockets work in " + socket.getParent() + kind);
    } catch (IOException e) {
      return Finding.bad(
          "control socket",
          "no Unix socket can be made in %s%s: %s"
              .formatted(socket.getParent(), kind, FileFailure.why(e)),
          "a --state DIR, or TUNNELS_STATE, on a local file system");
    } finally {
      remove(socket);
    }
  }

  private static String fileSystem(Path socket) {
    try {
      return " (" + Files.getFileStore(socket.getParent()).type() + ")";
    } catch (IOException e) {
      return "";
    }
  }

  private static void remove(Path socket) {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      // It could not be made, either.
    }
  }
}
