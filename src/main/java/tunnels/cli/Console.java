package tunnels.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import tunnels.report.Printable;
import tunnels.report.Style;

/**
 * Where everything that we print goes through: results to stdout, messages to stderr, nothing that
 * a terminal would obey but our own colours.
 */
final class Console {

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final boolean colourOut;
  private final boolean colourErr;

  Console(Surroundings surroundings) {
    boolean wanted = surroundings.variable("NO_COLOR").isEmpty();
    out = surroundings.out();
    err = surroundings.err();
    terminal =
        surroundings.isTerminal(1) && !surroundings.variable("TERM").orElse("dumb").equals("dumb");
    colourOut = wanted && surroundings.isTerminal(1);
    colourErr = wanted && surroundings.isTerminal(2);
  }

  /** A result. */
  void result(String text) {
    print(out, text, colourOut);
  }

  /** A message. */
  void say(String text) {
    print(err, text, colourErr);
  }

  /** A message that an answer is to follow on the same line. */
  void ask(String question) {
    err.print(Style.render(Printable.of(question), colourErr));
    err.flush();
  }

  /** Our own fault, with all that helps to find it. */
  void fault(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    say("tunnels: a fault of the program itself: " + trace);
  }

  /** Whether nobody reads the results any more. */
  boolean isGone() {
    return out.checkError();
  }

  /** Whether results go to a terminal that can be drawn on. */
  boolean hasScreen() {
    return terminal;
  }

  /** That terminal's; to be closed. */
  Screen screen() {
    return new Screen(out, colourOut);
  }

  /** A message in place of the last such one, on a terminal. */
  void live(String text) {
    err.print("\r\u001b[K" + Style.render(Printable.of(text), false));
    err.flush();
  }

  private static synchronized void print(PrintWriter writer, String text, boolean colour) {
    writer.print(Style.render(Printable.of(text), colour));
    writer.print(text.endsWith("\n") ? "" : "\n");
    writer.flush();
  }
}
