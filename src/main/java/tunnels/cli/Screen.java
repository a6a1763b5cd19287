package tunnels.cli;

import java.io.PrintWriter;
import java.util.List;
import tunnels.report.Frame;
import tunnels.report.Style;

/**
 * The screen of a terminal, drawn over without flicker, and given back as it was. By the sequences
 * of ECMA-48 and xterm's private modes: 1049 is the alternate screen, 25 the cursor, 7 the wrapping
 * of lines.
 */
final class Screen implements AutoCloseable {

  private static final String TAKE = "\u001b[?1049h\u001b[?25l\u001b[?7l";
  private static final String GIVE_BACK = "\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String END_OF_LINE = "\u001b[K\n";
  private static final String END_OF_SCREEN = "\u001b[J";

  private final PrintWriter out;
  private final boolean colour;

  Screen(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
    out.print(TAKE);
  }

  /** Shows a text in place of the last one. */
  void draw(String text, TerminalSize.Size size) {
    List<String> lines = new Frame(size.columns(), size.rows() - 1).of(text);
    StringBuilder frame = new StringBuilder(HOME);
    lines.forEach(line -> frame.append(Style.render(line, colour)).append(END_OF_LINE));
    out.print(frame.append(END_OF_SCREEN));
    out.flush();
  }

  @Override
  public void close() {
    out.print(GIVE_BACK);
    out.flush();
  }
}
