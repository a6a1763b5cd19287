package tunnels.profile;

import java.util.Optional;

/**
 * Where ssh connects to: whatever ssh(1) takes as its destination, already checked for what could
 * become an option or reach a shell.
 *
 * @param text as the user wrote it and as ssh is given it: {@code host}, {@code user@host} or
 *     {@code ssh://[user@]host[:port]}
 */
public record Destination(String text, Optional<String> user, String host, Optional<Integer> port) {

  @Override
  public String toString() {
    return text;
  }
}
