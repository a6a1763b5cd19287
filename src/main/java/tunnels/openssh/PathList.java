package tunnels.openssh;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The paths of one line of {@code ssh -G}, which puts a space between them and no quotes around
 * them (dump_cfg_strarray_oneline of readconf.c): a path with a space reads like two.
 */
final class PathList {

  private PathList() {}

  /**
   * The reading that names what exists, from the left, and of several the longest path. What does
   * not exist goes on until a word that begins a path.
   *
   * @param exists of a path as it stands there
   */
  static List<String> split(String value, Predicate<String> exists) {
    String[] words = value.split(" ", -1);
    List<String> paths = new ArrayList<>();
    int at = 0;
    while (at < words.length) {
      int end = longest(words, at, exists);
      paths.add(joined(words, at, end));
      at = end;
    }
    paths.removeIf(String::isEmpty);
    return paths;
  }

  private static int longest(String[] words, int at, Predicate<String> exists) {
    for (int end = words.length; end > at; end--) {
      if (exists.test(joined(words, at, end))) {
        return end;
      }
    }
    int end = at + 1;
    while (end < words.length && !begins(words[end])) {
      end++;
    }
    return end;
  }

  private static boolean begins(String word) {
    return word.startsWith("/") || word.startsWith("~");
  }

  private static String joined(String[] words, int from, int to) {
    return String.join(" ", List.of(words).subList(from, to));
  }

  /** Whether a regular file is there; no path that Java cannot say is. */
  static boolean isFile(String path) {
    try {
      return Files.isRegularFile(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Whether anything is there. */
  static boolean exists(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
