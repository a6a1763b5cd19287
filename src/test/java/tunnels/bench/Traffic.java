package tunnels.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tunnels.fixture.Ports;

/** What goes through a tunnel goes through ssh: an HTTP request, and much at once. */
final class Traffic implements Group {

  private static final int MEGABYTES = 256;
  private static final byte[] MEGABYTE = new byte[1_000_000];

  /** One login with three kinds of forwards. */
  private record Way(int local, int dynamic, int remote) {
    static Way fresh() {
      return new Way(Ports.free(), Ports.free(), Ports.free());
    }
  }

  /** A connection to the web server, somehow. */
  private interface Opening {
    Socket through(Way way) throws IOException;
  }

  @Override
  public String name() {
    return "traffic";
  }

  @Override
  public void measure(Options options, Report report) throws Exception {
    HttpServer web = web();
    try (Place place = Place.direct()) {
      int port = web.getAddress().getPort();
      Way plain = plain(place, port);
      Way ours = ours(place, port);
      Map<String, Opening> kinds =
          Map.of(
              "-L", way -> new Socket("127.0.0.1", way.local()),
              "-D", way -> socks(way.dynamic(), port),
              "-R as SOCKS", way -> socks(way.remote(), port));
      for (String kind : List.of("-L", "-D", "-R as SOCKS")) {
        Opening opening = kinds.get(kind);
        new Contest(name(), "an HTTP request over " + kind, Unit.FINE)
            .with("ssh -f -N", () -> fetch(opening, plain, 0) * 1e3)
            .with("tunnels", () -> fetch(opening, ours, 0) * 1e3)
            .run(options.runs() * 3, report);
        new Contest(name(), MEGABYTES + " MB over " + kind, Unit.MEGABYTES_PER_SECOND)
            .with("ssh -f -N", () -> MEGABYTES / fetch(opening, plain, MEGABYTES))
            .with("tunnels", () -> MEGABYTES / fetch(opening, ours, MEGABYTES))
            .run(options.fewRuns(), report);
      }
    } finally {
      web.stop(0);
    }
  }

  /** Sends as many megabytes as its path says. */
  private static HttpServer web() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer web = HttpServer.create(any, 0);
    web.createContext(
        "/",
        exchange -> {
          int count = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          exchange.sendResponseHeaders(200, (long) count * MEGABYTE.length);
          try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < count; i++) {
              body.write(MEGABYTE);
            }
          }
        });
    web.start();
    return web;
  }

  private static Way plain(Place place, int web) throws Exception {
    Way way = Way.fresh();
    List<String> command = new ArrayList<>(List.of("ssh", "-f"));
    command.addAll(List.of("-o", "PermitRemoteOpen=localhost:" + web));
    command.addAll(List.of("-D", "" + way.dynamic(), "-R", "" + way.remote()));
    command.addAll(place.arguments(Ports.free(), "-L", way.local() + ":localhost:" + web));
    place.start(Map.of(), command).waitFor();
    return way;
  }

  private static Way ours(Place place, int web) throws Exception {
    Way way = Way.fresh();
    place
        .bench()
        .tunnel(
            "a",
            "local = \"%d:localhost:%d\"".formatted(way.local(), web),
            "dynamic = \"%d\"".formatted(way.dynamic()),
            "remote = \"%d\"\npermit = [\"localhost:%d\"]".formatted(way.remote(), web));
    List<String> command = Start.words(Installed.first().at(), place.bench());
    command.addAll(List.of("up", "a"));
    place.start(Map.of(), command).waitFor();
    return way;
  }

  private static Socket socks(int port, int web) throws IOException {
    Proxy proxy = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", port));
    Socket socket = new Socket(proxy);
    socket.connect(InetSocketAddress.createUnresolved("localhost", web));
    return socket;
  }

  /** Seconds, or for ever where less arrives than was asked for. */
  private static double fetch(Opening opening, Way way, int megabytes) throws IOException {
    long start = System.nanoTime();
    try (Socket socket = opening.through(way)) {
      socket
          .getOutputStream()
          .write("GET /%d HTTP/1.0\r\n\r\n".formatted(megabytes).getBytes(UTF_8));
      long got = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      boolean whole = got > (long) megabytes * MEGABYTE.length;
      return whole ? (System.nanoTime() - start) / 1e9 : Double.POSITIVE_INFINITY;
    }
  }
}
