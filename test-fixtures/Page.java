import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page on loopback, for the demos: java Page.java TEXT FILE [PORT] writes its port to FILE. */
class Page {
  public static void main(String[] args) throws Exception {
    var page = (args[0] + "\n").getBytes("UTF-8");
    var port = args.length > 2 ? Integer.parseInt(args[2]) : 0;
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          try (var body = exchange.getResponseBody()) {
            body.write(page);
          }
        });
    server.start();
    var beside = Path.of(args[1] + ".new");
    Files.writeString(beside, server.getAddress().getPort() + "\n");
    Files.move(beside, Path.of(args[1]));
  }
}
