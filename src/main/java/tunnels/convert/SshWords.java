package tunnels.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The words after {@code ssh}, told apart as ssh itself does (ssh.c, 9.2): letters in bundles, a
 * value in the same word or in the next, options on both sides of the destination.
 *
 * @param flags in their order
 * @param command what would run on the far side
 */
record SshWords(List<Flag> flags, String destination, List<String> command) {

  /**
   * @param value empty for a letter that takes none
   */
  record Flag(char letter, String value) {
    boolean isForward() {
      return "LRD".indexOf(letter) >= 0;
    }

    @Override
    public String toString() {
      return "-" + letter + (value.isEmpty() ? "" : " " + value);
    }
  }

  private static final String ALONE = "1246AaCfGgKkMNnPqsTtVvXxYy";
  private static final String WITH_VALUE = "BbcDEeFIiJLlmOopQRSWw";

  /** autossh takes its monitoring port after -M, and hands the rest on to ssh. */
  private static final char MONITOR = 'M';

  static Optional<SshWords> parse(List<String> words, boolean autossh, Consumer<String> refuse) {
    return new Scanner(words, autossh, refuse).scan();
  }

  private static final class Scanner {
    private final List<String> words;
    private final boolean autossh;
    private final Consumer<String> refuse;
    private final List<Flag> flags = new ArrayList<>();
    private int at = 0;
    private boolean ended = false;

    Scanner(List<String> words, boolean autossh, Consumer<String> refuse) {
      this.words = words;
      this.autossh = autossh;
      this.refuse = refuse;
    }

    Optional<SshWords> scan() {
      if (!options()) {
        return Optional.empty();
      }
      if (at == words.size()) {
        return refused("there is no host in it");
      }
      String destination = words.get(at++);
      if (!ended && !options()) {
        return Optional.empty();
      }
      List<String> command = words.subList(at, words.size());
      return Optional.of(new SshWords(flags, destination, List.copyOf(command)));
    }

    /** Passes over the options that stand here; false after one that ssh does not know. */
    private boolean options() {
      while (at < words.size() && !ended) {
        String word = words.get(at);
        if (word.length() < 2 || word.charAt(0) != '-') {
          return true;
        }
        at++;
        ended = word.equals("--");
        if (!ended && !bundle(word)) {
          return false;
        }
      }
      return true;
    }

    private boolean bundle(String word) {
      for (int i = 1; i < word.length(); i++) {
        char letter = word.charAt(i);
        if (WITH_VALUE.indexOf(letter) >= 0 || (autossh && letter == MONITOR)) {
          return valued(letter, word.substring(i + 1));
        }
        if (ALONE.indexOf(letter) < 0) {
          return refused("ssh has no option -" + letter).isPresent();
        }
        flags.add(new Flag(letter, ""));
      }
      return true;
    }

    private boolean valued(char letter, String rest) {
      if (rest.isEmpty() && at == words.size()) {
        return refused("-" + letter + " lacks its value").isPresent();
      }
      flags.add(new Flag(letter, rest.isEmpty() ? words.get(at++) : rest));
      return true;
    }

    private Optional<SshWords> refused(String why) {
      refuse.accept(why);
      return Optional.empty();
    }
  }
}
