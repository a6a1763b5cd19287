package tunnels.profile;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where ssh connects to: whatever ssh(1) takes as its destination, already checked for what could
 * become an option or reach a shell.
 *
 * @param text as the user wrote it and as ssh is given it: {@code host}, {@code user@host} or
 *     {@code ssh://[user@]host[:port]}
 */
public record Destination(String text, Optional<String> user, String host, Optional<Integer> port) {

  /**
   * @param refuse is told why ssh would not take it
   */
  public static Optional<Destination> parse(String text, Consumer<String> refuse) {
    return DestinationParser.parse(text, refuse);
  }

  @Override
  public String toString() {
    return text;
  }
}
