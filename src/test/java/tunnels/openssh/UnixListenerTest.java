package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixListenerTest {

  @TempDir private Path dir;
  private Path path;

  @BeforeEach
  void begin() {
    path = dir.resolve("s");
  }

  @Test
  void removes_a_socket_on_which_nobody_listens() throws Exception {
    listen().close();
    assertThat(path).exists();
    assertThat(new UnixListener(path.toString()).clear()).isEmpty();
    assertThat(path).doesNotExist();
  }

  @Test
  void leaves_a_socket_on_which_somebody_listens() throws Exception {
    try (ServerSocketChannel listener = listen()) {
      assertThat(new UnixListener(path.toString()).clear()).get().asString().contains("listens");
      assertThat(listener.isOpen()).isTrue();
      assertThat(path).exists();
    }
  }

  @Test
  void leaves_a_regular_file_and_a_symbolic_link() throws Exception {
    Files.writeString(path, "precious");
    assertThat(new UnixListener(path.toString()).clear()).get().asString().contains("not a socket");
    assertThat(path).content().isEqualTo("precious");

    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nowhere"));
    assertThat(new UnixListener(link.toString()).clear()).isPresent();
    assertThat(link).isSymbolicLink();
  }

  @Test
  void is_content_where_there_is_nothing() {
    assertThat(new UnixListener(path.toString()).clear()).isEmpty();
  }

  private ServerSocketChannel listen() throws Exception {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path));
  }
}
