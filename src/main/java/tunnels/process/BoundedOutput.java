package tunnels.process;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The beginning and the end of what a process writes: a far side may never stop. */
final class BoundedOutput extends OutputStream {

  private static final int MOST = 256 * 1024;

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final List<Watch> watches = new ArrayList<>();
  private byte[] tail = new byte[0];
  private long beyond;

  /** Looks for a text, byte by byte. */
  private static final class Watch {
    private final byte[] text;
    private final Runnable seen;
    private int matched;

    Watch(String text, Runnable seen) {
      this.text = text.getBytes(StandardCharsets.UTF_8);
      this.seen = seen;
    }

    /** Whether the text is complete. */
    boolean takes(byte each) {
      while (matched > 0 && each != text[matched]) {
        matched = border(matched);
      }
      matched += each == text[matched] ? 1 : 0;
      if (matched < text.length) {
        return false;
      }
      seen.run();
      return true;
    }

    /** The longest beginning of the text that is also the end of its first letters. */
    private int border(int length) {
      int border = length - 1;
      while (!Arrays.equals(text, 0, border, text, length - border, length)) {
        border--;
      }
      return border;
    }
  }

  /**
   * @param seen is run once, as soon as the text has been written
   */
  BoundedOutput watching(String text, Runnable seen) {
    watches.add(new Watch(text, seen));
    return this;
  }

  @Override
  public void write(int each) {
    write(new byte[] {(byte) each}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] some, int offset, int length) {
    int first = Math.min(length, MOST - head.size());
    head.write(some, offset, first);
    for (int at = offset + first; at < offset + length; at++) {
      keepLast(some[at]);
    }
    for (int at = offset; at < offset + length && !watches.isEmpty(); at++) {
      byte each = some[at];
      watches.removeIf(watch -> watch.takes(each));
    }
  }

  private void keepLast(byte each) {
    if (tail.length == 0) {
      tail = new byte[MOST];
    }
    tail[(int) (beyond % MOST)] = each;
    beyond++;
  }

  synchronized String text() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toByteArray());
    if (beyond > MOST) {
      int oldest = (int) (beyond % MOST);
      all.write(tail, oldest, MOST - oldest);
      all.write(tail, 0, oldest);
    } else {
      all.write(tail, 0, (int) beyond);
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
