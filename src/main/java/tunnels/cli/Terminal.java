package tunnels.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The person at the terminal. Reads no further than a line, for the rest may be ssh's to read. */
final class Terminal implements Questions.Person {

  private final Console console;
  private final InputStream in;

  Terminal(Console console, InputStream in) {
    this.console = console;
    this.in = in;
  }

  @Override
  public void hears(String line) {
    console.say(line);
  }

  @Override
  public String answers(String question) throws IOException {
    console.ask(question);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int each = in.read(); each != '\n'; each = in.read()) {
      if (each < 0) {
        console.say("");
        throw new EOFException("the input has ended");
      }
      line.write(each);
    }
    return line.toString(UTF_8);
  }
}
