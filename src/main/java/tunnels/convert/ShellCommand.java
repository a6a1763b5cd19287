package tunnels.convert;

import java.util.List;
import java.util.Optional;

/**
 * One simple command of a shell script (POSIX Shell Command Language, 2.9.1).
 *
 * @param line where it begins, counted from 1
 * @param before the operator in front of it: {@code &&}, {@code ||}, {@code |}; empty for others
 * @param redirections what its streams are redirected to
 * @param background whether an ampersand ends it
 */
record ShellCommand(
    int line, String before, List<Word> words, List<String> redirections, boolean background) {

  /**
   * @param text without its quotes, with the variables that the file sets in place
   * @param unreadable what in it only a shell could expand
   */
  record Word(String text, Optional<String> unreadable) {}

  ShellCommand {
    words = List.copyOf(words);
    redirections = List.copyOf(redirections);
  }

  List<String> texts() {
    return words.stream().map(Word::text).toList();
  }

  Optional<String> unreadable() {
    return words.stream().flatMap(word -> word.unreadable().stream()).findFirst();
  }
}
