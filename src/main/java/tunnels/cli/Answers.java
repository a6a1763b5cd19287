package tunnels.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tunnels.profile.Destination;
import tunnels.profile.Forward;
import tunnels.profile.ForwardText;
import tunnels.profile.Names;
import tunnels.profile.Permits;
import tunnels.profile.Ports;

/** How words of a person are read, be they an answer or the value of an option. */
final class Answers {

  private static final Pattern HOST_AND_PORT = Pattern.compile("([^@:/]+@)?[^@:/]+:\\d+");

  private Answers() {}

  /** What ssh takes, and {@code user@host:port}. */
  static Optional<Destination> host(String text, Consumer<String> refuse) {
    boolean port = HOST_AND_PORT.matcher(text).matches();
    return Destination.parse(port ? "ssh://" + text : text, refuse);
  }

  static Optional<Integer> port(String text, Consumer<String> refuse) {
    Optional<Integer> port = Ports.parse(text).filter(number -> number > 0);
    if (port.isEmpty()) {
      refuse.accept("\"" + text + "\" is no port: write a number from 1 to 65535");
    }
    return port;
  }

  /** Where a forward ends: a port is one of the loopback there. */
  static Optional<String> target(String text, Consumer<String> refuse) {
    if (text.matches("\\d+")) {
      return port(text, refuse).map(port -> "localhost:" + port);
    }
    boolean right = ForwardText.wrong(Forward.Kind.LOCAL, "1:" + text).isEmpty();
    if (!right) {
      refuse.accept("\"" + text + "\" is no target: write a port, HOST:PORT or a socket's path");
    }
    return Optional.of(text).filter(target -> right);
  }

  /** {@code HOST:PORT}s, or the word {@code any} alone. */
  static Optional<List<String>> permit(List<String> targets, Consumer<String> refuse) {
    Optional<String> wrong = Permits.wrong(targets);
    wrong.ifPresent(refuse);
    return Optional.of(targets).filter(list -> wrong.isEmpty());
  }

  static Optional<ForwardText> forward(Forward.Kind kind, String spec, Consumer<String> refuse) {
    Optional<String> wrong = ForwardText.wrong(kind, spec);
    wrong.ifPresent(refuse);
    return wrong.isPresent() ? Optional.empty() : Optional.of(ForwardText.of(kind, spec, false));
  }

  static Optional<String> name(String text, Vacancies vacancies, Consumer<String> refuse) {
    if (!Names.isName(text)) {
      refuse.accept("\"" + text + "\" is no name: write " + Names.FORM);
      return Optional.empty();
    }
    if (vacancies.isTaken(text)) {
      refuse.accept("there is a profile \"" + text + "\" already: write another name");
      return Optional.empty();
    }
    return Optional.of(text);
  }
}
