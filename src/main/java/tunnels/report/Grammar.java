package tunnels.report;

import java.util.List;
import java.util.Optional;

/**
 * A command as a shell completes it.
 *
 * @param about one sentence
 */
public record Grammar(
    String name, String about, List<Option> options, List<Place> places, List<Grammar> commands) {

  /**
   * @param names each with its dashes
   * @param value none where it is a flag
   */
  public record Option(List<String> names, String about, Optional<Value> value) {}

  /**
   * An argument that is no option.
   *
   * @param repeated whether it takes all that follows
   */
  public record Place(Value value, boolean repeated) {}

  /**
   * @param label as {@code --help} has it
   * @param words what may be typed, for {@link Kind#WORDS}
   */
  public record Value(Kind kind, String label, List<String> words) {}

  /** What may be typed for a value. */
  public enum Kind {
    TUNNEL,
    TUNNEL_OR_TAG,
    HOST,
    FOLDER,
    FILE,
    WORDS,
    ANYTHING
  }
}
