package tunnels.openssh;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a server says first. RFC 4253, section 4.2: other lines may come before the one that
 * begins with SSH-.
 */
final class GreetingReader {

  private static final String BANNER = "SSH-";
  private static final String WEB = "HTTP/";
  private static final int LONGEST_LINE = 255;
  private static final int LONGEST = 8192;

  /** A web server says nothing before it is spoken to, as ssh does at once. */
  private static final byte[] OURS = "SSH-2.0-doctor\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final long SILENCE_NANOS = Duration.ofSeconds(2).toNanos();

  private final Socket socket;
  private final long deadline;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();

  /**
   * @param deadline by {@link System#nanoTime}, of all of it, however slowly it comes
   */
  GreetingReader(Socket socket, long deadline) {
    this.socket = socket;
    this.deadline = deadline;
  }

  Greeting read() {
    String why;
    try {
      why = readLines();
    } catch (SocketTimeoutException e) {
      why = "it says nothing";
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
    end();
    return new Greeting(
        lines.stream().filter(each -> each.startsWith(BANNER)).findFirst(),
        lines.stream().filter(each -> !each.isBlank()).findFirst().orElse(""),
        why);
  }

  private String readLines() throws IOException {
    int next = first();
    for (int read = 1; read < LONGEST && next >= 0 && !isTold(); read++) {
      take((char) next);
      next = isTold() ? next : next(deadline - System.nanoTime());
    }
    return next < 0 ? "it closed the connection without a word" : "it says something else";
  }

  private boolean isTold() {
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    return last.startsWith(BANNER) || last.startsWith(WEB);
  }

  private int first() throws IOException {
    try {
      return next(Math.min(SILENCE_NANOS, deadline - System.nanoTime()));
    } catch (SocketTimeoutException e) {
      long left = deadline - System.nanoTime();
      if (left > 0) {
        socket.getOutputStream().write(OURS);
      }
      return next(left);
    }
  }

  private int next(long nanos) throws IOException {
    if (nanos <= 0) {
      throw new SocketTimeoutException();
    }
    socket.setSoTimeout(1 + (int) Duration.ofNanos(nanos).toMillis());
    return socket.getInputStream().read();
  }

  private void take(char next) {
    if (next == '\n') {
      end();
    } else if (next >= ' ' && line.length() < LONGEST_LINE) {
      line.append(next);
    }
  }

  private void end() {
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    line.setLength(0);
  }
}
