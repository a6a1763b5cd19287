package tunnels.openssh;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import tunnels.profile.Forward;

/**
 * One connection to a master's control socket, speaking PROTOCOL.mux version 4 (OpenSSH 7.4 and
 * later). Every call has the time limit of the connection; a master that is stopped or gone is an
 * {@link IOException}.
 */
public final class MuxConnection implements AutoCloseable {

  static final int HELLO = 0x00000001;
  static final int VERSION = 4;
  static final int ALIVE = 0x80000005;
  static final int OPEN_FWD = 0x10000006;
  private static final int CLOSE_FWD = 0x10000007;
  static final int ALIVE_CHECK = 0x10000004;
  static final int TERMINATE = 0x10000005;
  static final int OK = 0x80000001;
  private static final int PERMISSION_DENIED = 0x80000002;
  private static final int FAILURE = 0x80000003;
  private static final int REMOTE_PORT = 0x80000007;
  private static final int LONGEST_PACKET = 256 * 1024;

  private final TimedSocket socket;
  private int request;

  private MuxConnection(TimedSocket socket) {
    this.socket = socket;
  }

  /** Connects and exchanges HELLO. */
  public static MuxConnection connect(Path controlSocket, Duration limit) throws IOException {
    MuxConnection mux = new MuxConnection(TimedSocket.connect(controlSocket, limit));
    try {
      mux.socket.write(hello());
      greeted(mux.receive());
      return mux;
    } catch (IOException e) {
      mux.close();
      throw e;
    }
  }

  /** Connects and asks for ALIVE, both without waiting: {@link #answer} does. */
  static MuxConnection ask(Path controlSocket, Duration limit) throws IOException {
    MuxConnection mux = new MuxConnection(TimedSocket.connect(controlSocket, limit));
    try {
      // In one: a master that hangs up in between might still have told why.
      ByteBuffer both = ByteBuffer.allocate(24).put(hello()).put(aliveRequest(++mux.request));
      mux.socket.write(both.flip());
      return mux;
    } catch (IOException e) {
      mux.close();
      throw e;
    }
  }

  /** The pid of the master that was asked, in what is left of the limit. */
  int answer() throws IOException {
    greeted(receive());
    return pid(receive());
  }

  /** The same, in so long. */
  int answer(Duration within) throws IOException {
    socket.begin(within);
    return answer();
  }

  /** Gives the channel away, for somebody who waits for its end together with others. */
  SocketChannel release() throws IOException {
    return socket.release();
  }

  /** A whole ALIVE request, for a channel that was given away. */
  static ByteBuffer aliveRequest(int number) {
    return packet(ByteBuffer.allocate(8).putInt(ALIVE_CHECK).putInt(number).array());
  }

  /** The master's pid. It speaks of the local process only, not of the peer. */
  public int alive() throws IOException {
    return pid(exchange(ALIVE_CHECK, new byte[0]));
  }

  private static int pid(ByteBuffer answer) throws IOException {
    if (answer.getInt() != ALIVE) {
      throw new ProtocolException("the master's answer to ALIVE is not one");
    }
    answer.getInt();
    int pid = answer.getInt();
    if (pid <= 0) {
      throw new ProtocolException("no pid: " + pid);
    }
    return pid;
  }

  /**
   * Asks for a forward. {@link MuxReply.Ok} is no proof of a listener where the master's list has
   * an equal entry already, even one whose bind failed (seen with 9.2): close first.
   */
  public MuxReply open(MuxForward forward) throws IOException {
    return reply(exchange(OPEN_FWD, encode(forward)));
  }

  /** Ends a forward; its fields must equal those it was opened with. */
  public MuxReply close(MuxForward forward) throws IOException {
    return reply(exchange(CLOSE_FWD, encode(forward)));
  }

  /** Ends the master. There is no reply but the end of this connection. */
  public void terminate() throws IOException {
    socket.begin(socket.limit());
    send(TERMINATE, new byte[0]);
    awaitEnd();
  }

  /** Returns when the master has closed this connection: by its death, or as told. */
  public void awaitEnd() throws IOException {
    try {
      while (true) {
        receive();
      }
    } catch (EOFException end) {
      // The end is what was waited for.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static ByteBuffer hello() {
    return packet(ByteBuffer.allocate(8).putInt(HELLO).putInt(VERSION).array());
  }

  private static void greeted(ByteBuffer answer) throws IOException {
    if (answer.getInt() != HELLO || answer.getInt() != VERSION) {
      throw new ProtocolException("not an OpenSSH master of mux protocol 4");
    }
  }

  private ByteBuffer exchange(int type, byte[] fields) throws IOException {
    socket.begin(socket.limit());
    send(type, fields);
    return receive();
  }

  private void send(int type, byte[] fields) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(8 + fields.length);
    body.putInt(type).putInt(++request).put(fields);
    socket.write(packet(body.array()));
  }

  private ByteBuffer receive() throws IOException {
    int length = socket.read(4).getInt();
    if (length < 8 || length > LONGEST_PACKET) {
      throw new ProtocolException("not a mux packet: " + length + " bytes");
    }
    return socket.read(length);
  }

  private static MuxReply reply(ByteBuffer answer) throws IOException {
    int type = answer.getInt();
    answer.getInt();
    return switch (type) {
      case OK -> new MuxReply.Ok();
      case REMOTE_PORT -> new MuxReply.RemotePort(port(answer));
      case PERMISSION_DENIED, FAILURE -> new MuxReply.Refused(string(answer));
      default -> throw new ProtocolException("unknown mux reply " + Integer.toHexString(type));
    };
  }

  private static int port(ByteBuffer answer) throws IOException {
    int port = answer.getInt();
    if (port < 1 || port > 65_535) {
      throw new ProtocolException("no port: " + port);
    }
    return port;
  }

  private static byte[] encode(MuxForward forward) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(bytes);
    fields.writeInt(number(forward.kind()));
    string(fields, forward.listenHost());
    fields.writeInt(forward.listenPort());
    string(fields, forward.connectHost());
    fields.writeInt(forward.connectPort());
    return bytes.toByteArray();
  }

  private static int number(Forward.Kind kind) {
    return switch (kind) {
      case LOCAL -> 1;
      case REMOTE -> 2;
      case DYNAMIC -> 3;
      case SERVER -> throw new IllegalStateException();
    };
  }

  private static void string(DataOutputStream fields, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    fields.writeInt(utf8.length);
    fields.write(utf8);
  }

  static String string(ByteBuffer answer) {
    int length = Math.max(0, Math.min(answer.getInt(), answer.remaining()));
    byte[] utf8 = new byte[length];
    answer.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static ByteBuffer packet(byte[] body) {
    ByteBuffer packet = ByteBuffer.allocate(4 + body.length);
    return packet.putInt(body.length).put(body).flip();
  }
}
