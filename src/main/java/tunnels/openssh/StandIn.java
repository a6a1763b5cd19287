package tunnels.openssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Answers at a control socket as a master does that is asked whether it lives, with nothing behind
 * it: what an installation rehearses with.
 */
public final class StandIn implements AutoCloseable {

  /** HELLO, then ALIVE with its number last. */
  private static final int ASKED = 24;

  private final ServerSocketChannel listener;

  private StandIn(ServerSocketChannel listener) {
    this.listener = listener;
  }

  public static StandIn at(Path controlSocket) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(controlSocket));
    StandIn standIn = new StandIn(listener);
    Thread thread = new Thread(standIn::serve, "stand-in");
    thread.setDaemon(true);
    thread.start();
    return standIn;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve() {
    while (listener.isOpen()) {
      try (SocketChannel asker = listener.accept()) {
        answer(asker);
      } catch (IOException e) {
        // Closed, or an asker that went away.
      }
    }
  }

  private static void answer(SocketChannel asker) throws IOException {
    write(asker, MuxConnection.HELLO, MuxConnection.VERSION);
    ByteBuffer asked = ByteBuffer.allocate(ASKED);
    while (asked.hasRemaining() && asker.read(asked) >= 0) {
      // The rest is on its way.
    }
    write(asker, MuxConnection.ALIVE, asked.getInt(ASKED - Integer.BYTES), 1);
  }

  private static void write(SocketChannel asker, int... fields) throws IOException {
    int length = fields.length * Integer.BYTES;
    ByteBuffer packet = ByteBuffer.allocate(Integer.BYTES + length).putInt(length);
    for (int field : fields) {
      packet.putInt(field);
    }
    asker.write(packet.flip());
  }
}
