package tunnels.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;

/** A connection through a tunnel to an echo, like that of a user's own program: it stays open. */
final class Line implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SocketChannel channel;
  private final Selector selector;

  private Line(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
  }

  static Line open(Way way) throws IOException {
    Line line = new Line(SocketChannel.open(way.entry()));
    try {
      if (way.beyond() != 0) {
        line.askProxy(way.beyond());
      }
      return line;
    } catch (IOException e) {
      line.close();
      throw e;
    }
  }

  /** Whether the words come back. */
  boolean says(String words) {
    byte[] sent = words.getBytes(UTF_8);
    try {
      return Arrays.equals(answer(sent, sent.length), sent);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }

  /** SOCKS 5 without authentication, and a connection to localhost over there. */
  private void askProxy(int port) throws IOException {
    answer(new byte[] {5, 1, 0}, 2);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    byte[] name = "localhost".getBytes(UTF_8);
    request.writeBytes(new byte[] {5, 1, 0, 3, (byte) name.length});
    request.writeBytes(name);
    request.write(port >> 8);
    request.write(port);
    answer(request.toByteArray(), 10);
  }

  private byte[] answer(byte[] sent, int length) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(sent);
    while (out.hasRemaining()) {
      channel.write(out); // a few bytes on an idle line go out at once
    }
    ByteBuffer in = ByteBuffer.allocate(length);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (in.hasRemaining()) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new SocketTimeoutException("no answer");
      }
      selector.select(left);
      selector.selectedKeys().clear();
      if (channel.read(in) < 0) {
        throw new EOFException("closed");
      }
    }
    return in.array();
  }
}
