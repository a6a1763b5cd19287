package tunnels.bench;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Answers HELLO and ALIVE at as many control sockets as one likes: what a pass asks at rest. */
final class FakeMasters implements AutoCloseable {

  private static final int HELLO = 0x00000001;
  private static final int VERSION = 4;
  private static final int ALIVE = 0x80000005;
  private static final int PID = 1;

  private final Selector selector = Selector.open();
  private final List<Path> paths = new ArrayList<>();

  FakeMasters() throws IOException {
    Thread thread = new Thread(this::serve, "masters");
    thread.setDaemon(true);
    thread.start();
  }

  void at(Path path) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    paths.add(path);
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private void serve() {
    try {
      while (true) {
        selector.select(this::attend, 10);
      }
    } catch (IOException | ClosedSelectorException e) {
      // the end
    }
  }

  private void attend(SelectionKey key) {
    try {
      if (key.channel() instanceof ServerSocketChannel listener) {
        SocketChannel accepted = listener.accept();
        accepted.configureBlocking(false);
        accepted.register(selector, SelectionKey.OP_READ);
        accepted.write(packet(HELLO, VERSION));
        return;
      }
      answer((SocketChannel) key.channel());
    } catch (IOException e) {
      key.cancel();
    }
  }

  private static void answer(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    if (channel.read(bytes) < 0) {
      channel.close();
      return;
    }
    bytes.flip();
    while (bytes.remaining() >= 12) {
      bytes.getInt();
      boolean hello = bytes.getInt() == HELLO;
      int number = bytes.getInt();
      if (!hello) {
        channel.write(packet(ALIVE, number, PID));
      }
    }
  }

  private static ByteBuffer packet(int... words) {
    ByteBuffer packet = ByteBuffer.allocate(4 + 4 * words.length).putInt(4 * words.length);
    for (int word : words) {
      packet.putInt(word);
    }
    return packet.flip();
  }
}
