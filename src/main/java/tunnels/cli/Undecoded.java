package tunnels.cli;

import java.util.Optional;

/**
 * Text of the outside that Java could not decode: it puts U+FFFD in the place of each such byte,
 * and whatever file is then asked for is another one. So it is refused.
 */
final class Undecoded {

  private static final int REPLACEMENT = '\uFFFD';
  private static final String UTF_8 = "UTF-8";

  private Undecoded() {}

  /** Why these words cannot be obeyed, if they cannot. */
  static Optional<String> among(String[] arguments) {
    for (String argument : arguments) {
      if (argument.indexOf(REPLACEMENT) >= 0) {
        return Optional.of(fault("the argument \"" + argument + "\""));
      }
    }
    return Optional.empty();
  }

  /**
   * The text, which is a path.
   *
   * @param what it is, as a message names it
   * @throws UsageError if it is not the text that was given
   */
  static String hold(String what, String text) {
    if (text.indexOf(REPLACEMENT) >= 0) {
      throw new UsageError(fault(what + " \"" + text + "\""));
    }
    return text;
  }

  /** The launcher gives Java a locale in UTF-8, where the system has one. */
  private static String fault(String what) {
    return System.getProperty("sun.jnu.encoding", UTF_8).equals(UTF_8)
        ? what + " has bytes that are not UTF-8: rename it, or name it otherwise"
        : what
            + " is not plain ASCII, and this system has no locale in UTF-8 (see `locale -a`):"
            + " install C.UTF-8, then run lib/tunnels/rehearse of this installation";
  }
}
