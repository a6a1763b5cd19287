package tunnels.openssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Answers at a control socket as a master does whose server refuses every channel, with nothing
 * behind it: what an installation rehearses with.
 */
public final class StandIn implements AutoCloseable {

  private static final int PID = 1;

  private final Queue<ServerSocketChannel> listeners = new ConcurrentLinkedQueue<>();

  private StandIn() {}

  /** What is done with each connection to a socket. */
  private interface Service {
    void to(SocketChannel asker) throws IOException;
  }

  public static StandIn at(Path controlSocket) throws IOException {
    StandIn standIn = new StandIn();
    standIn.listen(controlSocket, standIn::converse);
    return standIn;
  }

  @Override
  public void close() throws IOException {
    for (ServerSocketChannel listener : listeners) {
      listener.close();
    }
  }

  private void listen(Path path, Service service) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listeners.add(listener);
    listener.bind(UnixDomainSocketAddress.of(path));
    inBackground(
        () -> {
          while (true) {
            SocketChannel asker = listener.accept();
            inBackground(() -> serve(asker, service));
          }
        });
  }

  private static void serve(SocketChannel asker, Service service) throws IOException {
    try (asker) {
      service.to(asker);
    }
  }

  private void converse(SocketChannel asker) throws IOException {
    write(asker, MuxConnection.HELLO, MuxConnection.VERSION);
    while (true) {
      ByteBuffer asked = read(asker, read(asker, Integer.BYTES).getInt());
      int type = asked.getInt();
      if (type == MuxConnection.HELLO) {
        continue;
      }
      if (type == MuxConnection.TERMINATE) {
        close();
        return;
      }
      int number = asked.getInt();
      if (type == MuxConnection.ALIVE_CHECK) {
        write(asker, MuxConnection.ALIVE, number, PID);
        continue;
      }
      if (type == MuxConnection.OPEN_FWD) {
        open(asked);
      }
      write(asker, MuxConnection.OK, number);
    }
  }

  /** A port is not listened at; whoever connects to a socket is refused. */
  private void open(ByteBuffer forward) throws IOException {
    forward.getInt();
    String host = MuxConnection.string(forward);
    if (forward.getInt() == MuxForward.UNIX) {
      listen(Path.of(host), asker -> {});
    }
  }

  private static ByteBuffer read(SocketChannel asker, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (asker.read(bytes) < 0) {
        throw new EOFException();
      }
    }
    return bytes.flip();
  }

  private static void write(SocketChannel asker, int... fields) throws IOException {
    int length = fields.length * Integer.BYTES;
    ByteBuffer packet = ByteBuffer.allocate(Integer.BYTES + length).putInt(length);
    for (int field : fields) {
      packet.putInt(field);
    }
    asker.write(packet.flip());
  }

  /** Until it fails: because it was closed, or the asker went away. */
  private interface Work {
    void run() throws IOException;
  }

  private static void inBackground(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The end.
              }
            },
            "stand-in");
    thread.setDaemon(true);
    thread.start();
  }
}
