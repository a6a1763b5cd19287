package tunnels.openssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;

/**
 * Proves the far end of a forward by using it as a client would. A listener on the far side is
 * reached through the master itself: there, and back through the forward.
 */
public final class ForwardProbe {

  /** A listener accepts before anybody knows about its target: the refusal follows. */
  private static final Duration SETTLING = Duration.ofMillis(200);

  private static final int ROUND_TRIPS = 4;
  private static final byte[] SOCKS_GREETING = {5, 1, 0};

  private final ControlSocket master;
  private static final Pattern CHANNEL = Pattern.compile("channel \\d+: open failed: (.*)");
  private static final Pattern CONNECT =
      Pattern.compile("connect_to .*: (?:unknown host .*|failed.*)");

  private final Path scratch;
  private final MasterLog log;
  private final Duration limit;

  /**
   * @param scratch where a short-lived Unix socket may be made
   * @param log of the master, which names why a target is not reached
   */
  public ForwardProbe(ControlSocket master, Path scratch, Path log, Duration limit) {
    this.master = master;
    this.scratch = scratch;
    this.log = new MasterLog(log);
    this.limit = limit;
  }

  /**
   * @param as the fields under which the master has it
   * @param port the listen port, where the server picked one
   * @param path for {@code http}
   * @param roundTrip how long the peer takes to answer
   */
  public Proof prove(MuxForward as, int port, Forward.Probe kind, String path, Duration roundTrip) {
    try {
      long before = log.size();
      Proof proof = answer(as, port, kind, path, roundTrip);
      Optional<String> why = proof.ok() ? Optional.empty() : whyNot(log.since(before));
      return why.isPresent() ? Proof.not(why.get()) : proof;
    } catch (IOException e) {
      return Proof.not(String.valueOf(e.getMessage()));
    }
  }

  /** In ssh's words: the far side says whether a name is not known or nothing listens. */
  static Optional<String> whyNot(String said) {
    Optional<String> why = Optional.empty();
    for (String line : said.lines().map(String::strip).toList()) {
      Matcher channel = CHANNEL.matcher(line);
      if (channel.matches()) {
        why = Optional.of(channel.group(1));
      } else if (CONNECT.matcher(line).matches()) {
        why = Optional.of(line);
      }
    }
    return why;
  }

  private Proof answer(MuxForward as, int port, Forward.Probe kind, String path, Duration roundTrip)
      throws IOException {
    try {
      return as.remote()
          ? thereAndBack(as, port, kind, path, roundTrip)
          : ask(address(as), kind, path, roundTrip);
    } catch (InterruptedIOException e) {
      return Proof.not("no answer within " + limit.toSeconds() + " s");
    } catch (IOException e) {
      return Proof.not(e.getMessage() == null ? "closed at once" : e.getMessage());
    }
  }

  private Proof thereAndBack(
      MuxForward as, int port, Forward.Probe kind, String path, Duration roundTrip)
      throws IOException {
    int listenPort = as.picksPort() ? port : as.listenPort();
    String host = as.listensOnUnix() ? as.listenHost() : reachable(as.listenHost());
    MuxForward there =
        new MuxForward(Forward.Kind.LOCAL, scratch.toString(), MuxForward.UNIX, host, listenPort);
    Files.deleteIfExists(scratch);
    try (MuxConnection mux = master.connect()) {
      if (mux.open(there) instanceof MuxReply.Refused refused) {
        return Proof.not(refused.reason());
      }
      try {
        return ask(UnixDomainSocketAddress.of(scratch), kind, path, roundTrip);
      } finally {
        mux.close(there);
      }
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  private Proof ask(SocketAddress address, Forward.Probe kind, String path, Duration roundTrip)
      throws IOException {
    try (TimedSocket socket = TimedSocket.connect(address, limit)) {
      return switch (kind) {
        case NONE, TCP -> stays(socket, roundTrip);
        case HTTP -> http(socket, path);
        case SOCKS -> socks(socket);
      };
    }
  }

  private static Proof stays(TimedSocket socket, Duration roundTrip) throws IOException {
    boolean ended = socket.endsWithin(roundTrip.multipliedBy(ROUND_TRIPS).plus(SETTLING));
    return ended ? Proof.not("closed at once: nothing listens at the target") : Proof.of("accepts");
  }

  private static Proof http(TimedSocket socket, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
    String answer = StandardCharsets.ISO_8859_1.decode(socket.read(12)).toString();
    return answer.matches("HTTP/1\\.\\d \\d{3}")
        ? Proof.of("HTTP " + answer.substring(9))
        : Proof.not("answers, but not in HTTP");
  }

  private static Proof socks(TimedSocket socket) throws IOException {
    socket.write(ByteBuffer.wrap(SOCKS_GREETING));
    return socket.read(2).getShort() == 0x0500
        ? Proof.of("SOCKS 5")
        : Proof.not("answers, but not as a SOCKS proxy");
  }

  private static SocketAddress address(MuxForward forward) throws IOException {
    if (forward.listensOnUnix()) {
      return UnixDomainSocketAddress.of(forward.listenHost());
    }
    String host = reachable(forward.listenHost());
    return new InetSocketAddress(InetAddress.getByName(host), forward.listenPort());
  }

  private static String reachable(String listenHost) {
    return listenHost.isEmpty() || listenHost.equals(Endpoint.ANY) ? "localhost" : listenHost;
  }
}
