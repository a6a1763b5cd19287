package tunnels.openssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket on which every call ends within a time limit: a stopped process answers nothing,
 * and with a full backlog does not even accept.
 */
final class TimedSocket implements AutoCloseable {

  private final SocketChannel channel;
  private final Duration limit;
  private long deadline;
  private @Nullable Selector selector;

  private TimedSocket(SocketChannel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
    begin(limit);
  }

  /**
   * All reads and writes from now on together have this long: each by itself would give a peer that
   * drips a byte a second as long as it likes.
   */
  void begin(Duration within) {
    deadline = System.nanoTime() + within.toNanos();
  }

  /** Connects; the limit holds for this and for all that follows, up to the next {@link #begin}. */
  static TimedSocket connect(Path path, Duration limit) throws IOException {
    return connect(UnixDomainSocketAddress.of(path), limit);
  }

  static TimedSocket connect(SocketAddress address, Duration limit) throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    SocketChannel channel =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.connect(address);
      TimedSocket socket = new TimedSocket(channel, limit);
      socket.finishConnect();
      return socket;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  Duration limit() {
    return limit;
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (writeSome(bytes) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  /** Exactly so many bytes, or {@link EOFException}. */
  ByteBuffer read(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      int got = readSome(bytes);
      if (got < 0) {
        throw new EOFException("the connection was closed");
      }
      if (got == 0) {
        await(SelectionKey.OP_READ);
      }
    }
    return bytes.flip();
  }

  /** Whether the peer closes without a word within the limit. */
  boolean ends() throws IOException {
    return endsWithin(limit);
  }

  /** The same, within a limit of its own. */
  boolean endsWithin(Duration within) throws IOException {
    begin(within);
    try {
      read(1);
      return false;
    } catch (EOFException end) {
      return true;
    } catch (SocketTimeoutException silence) {
      return false;
    }
  }

  /** Gives the connected channel away, non-blocking. */
  SocketChannel release() throws IOException {
    if (selector != null) {
      selector.close();
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (selector != null) {
      selector.close();
    }
  }

  private int writeSome(ByteBuffer bytes) throws IOException {
    try {
      return channel.write(bytes);
    } catch (IOException e) {
      throw reset(e);
    }
  }

  private int readSome(ByteBuffer bytes) throws IOException {
    try {
      return channel.read(bytes);
    } catch (IOException e) {
      throw reset(e);
    }
  }

  /** A peer that dies with our bytes unread resets the connection: as good an end as EOF. */
  private static IOException reset(IOException e) {
    return (IOException) new EOFException("the connection was reset").initCause(e);
  }

  private void finishConnect() throws IOException {
    while (!channel.finishConnect()) {
      await(SelectionKey.OP_CONNECT);
    }
  }

  private void await(int operation) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("no answer within " + limit.toMillis() + " ms");
    }
    if (selector == null) {
      selector = Selector.open(); // most answers are there already
    }
    channel.register(selector, operation);
    selector.select(left);
    selector.selectedKeys().clear();
  }
}
