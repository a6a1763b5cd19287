package tunnels.openssh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server says in place of a greeting is quoted, and told apart. */
class DoorstepTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "SSH-2.0-OpenSSH_9.2p1 x\\r\\n          | ok: OpenSSH_9.2p1 x | ",
        "SSH-1.99-Cisco\\n                      | ok: Cisco | ",
        "Welcome\\r\\n\\r\\nSSH-2.0-x\\r\\n     | ok: x | ",
        "Not allowed at this time\\r\\n         | says \"Not allowed at this time\" | PerSourcePenalties",
        "Exceeded MaxStartups\\r\\n             | says \"Exceeded MaxStartups\" | at once (MaxStartups)",
        "HTTP/1.1 400 Bad Request\\r\\nX: y\\r\\n | says \"HTTP/1.1 400 Bad Request\" | with a browser",
        "<html>                                 | says \"<html>\" | with a browser",
        "220 mail ESMTP\\r\\n                   | says \"220 mail ESMTP\" | the port",
        "''                                     | closed the connection without a word | network",
      })
  void what_comes_first(String said, String what, String remedy) throws Exception {
    try (ServerSocket server = saying(said.replace("\\r", "\r").replace("\\n", "\n"), false)) {
      Finding finding = finding(server, Duration.ofSeconds(30));
      if (remedy == null) {
        assertThat("ok: " + finding.what()).isEqualTo(what);
      } else {
        assertThat(finding.level()).isEqualTo(Finding.Level.BAD);
        assertThat(finding.what()).contains(what);
        assertThat(finding.remedy().orElseThrow()).contains(remedy);
      }
    }
  }

  @Test
  void a_web_server_waits_until_it_is_spoken_to() throws Exception {
    try (ServerSocket server = saying("HTTP/1.1 400 Bad Request\r\n\r\n", true)) {
      assertThat(finding(server, Duration.ofSeconds(30)).what()).contains("HTTP/1.1 400");
    }
  }

  @Test
  void a_limit_is_one_of_everything() throws Exception {
    try (ServerSocket server = dripping()) {
      long start = System.nanoTime();
      assertThat(finding(server, Duration.ofSeconds(1)).what()).contains("says \"xx");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void nobody_listens() throws Exception {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.close();
    assertThat(finding(server, Duration.ofSeconds(5)).what())
        .startsWith("no sshd answers at ")
        .contains("Connection refused");
  }

  private static Finding finding(ServerSocket server, Duration limit) {
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.getLocalPort());
    return Doorstep.greeting(address, limit).finding(address);
  }

  private static ServerSocket saying(String words, boolean asked) throws IOException {
    return serving(
        client -> {
          if (asked) {
            assertThat(client.getInputStream().read()).isEqualTo('S');
          }
          client.getOutputStream().write(words.getBytes(ISO_8859_1));
        });
  }

  private static ServerSocket dripping() throws IOException {
    return serving(
        client -> {
          while (true) {
            client.getOutputStream().write('x');
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
          }
        });
  }

  private interface Service {
    void serve(Socket client) throws IOException;
  }

  private static ServerSocket serving(Service service) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    Thread thread =
        new Thread(
            () -> {
              try (Socket client = server.accept()) {
                service.serve(client);
              } catch (IOException e) {
                // The client has gone, or nobody came.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }
}
