package tunnels.openssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * One idle mux connection to a master, whose end is the master's death: seen in under a
 * millisecond, for any number of masters in one selector. Now and then it asks for ALIVE, which a
 * stopped master does not answer.
 */
public final class MasterWatch {

  private static final int ROOM = 512;

  private final ControlSocket socket;
  private final Optional<Object> file;
  private final SocketChannel channel;
  private int asked;
  private boolean answered = true;

  private MasterWatch(ControlSocket socket, Optional<Object> file, SocketChannel channel) {
    this.socket = socket;
    this.file = file;
    this.channel = channel;
  }

  /** Connects. */
  public static MasterWatch open(ControlSocket socket) throws IOException {
    return new MasterWatch(socket, socket.file(), socket.connect().release());
  }

  /**
   * @param ward comes back as the key's attachment
   */
  public void register(Selector selector, Object ward) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, ward);
  }

  /** Takes what has arrived; false if the master is gone. */
  public boolean read() {
    ByteBuffer bytes = ByteBuffer.allocate(ROOM);
    try {
      int got = channel.read(bytes);
      answered |= got > 0;
      return got >= 0;
    } catch (IOException e) {
      return false; // a peer that dies with our bytes unread resets the connection
    }
  }

  /** Whether others still find the master at its control socket, or this watch alone does. */
  public boolean inPlace() {
    return socket.file().equals(file);
  }

  /** Whether it is on the master that others find at this control socket now. */
  public boolean isOn(ControlSocket now) {
    return channel.isOpen() && socket.equals(now) && inPlace();
  }

  /** Whether the last sign of life that was asked for has not come. */
  public boolean owes() {
    return !answered;
  }

  /** Asks for a sign of life. */
  public void ask() {
    answered = false;
    try {
      // Twelve bytes on an idle socket: they go out whole or not at all.
      var unused = channel.write(MuxConnection.aliveRequest(++asked));
    } catch (IOException e) {
      // It owes an answer then.
    }
  }

  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was to be written any more.
    }
  }
}
