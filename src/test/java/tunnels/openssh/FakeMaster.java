package tunnels.openssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The far end of a control socket, byte by byte: answers each packet with the next of its words.
 */
final class FakeMaster implements AutoCloseable {

  static final String HELLO = "00000008 00000001 00000004";
  static final String HELLO_10_3 = "00000015 00000001 00000004 00000004 696e666f 00000001 30";

  private final ServerSocketChannel listener;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private FakeMaster(ServerSocketChannel listener) {
    this.listener = listener;
  }

  /**
   * Says the first answer at once, and each other one after a packet; then closes.
   *
   * @param answers in hexadecimal digits
   */
  static FakeMaster at(Path path, String... answers) throws IOException {
    var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    FakeMaster master = new FakeMaster(listener.bind(UnixDomainSocketAddress.of(path)));
    Thread thread = new Thread(() -> master.serve(answers));
    thread.setDaemon(true);
    thread.start();
    return master;
  }

  /** Each packet that came, in hexadecimal digits. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve(String... answers) {
    try (SocketChannel channel = listener.accept()) {
      for (String answer : answers) {
        channel.write(ByteBuffer.wrap(bytes(answer)));
        heard.add(packet(channel));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private static String packet(SocketChannel channel) throws IOException {
    int length = read(channel, 4).getInt();
    return HexFormat.of().formatHex(read(channel, length).array());
  }

  private static ByteBuffer read(SocketChannel channel, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("closed");
      }
    }
    return bytes.flip();
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("[^0-9a-f]", ""));
  }
}
