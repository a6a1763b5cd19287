package tunnels.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the options that are handed on to sbatch, but for those that tunnels sets itself, in every
 * spelling that getopt_long(3) takes: shortened names, and letters in one word.
 */
final class SbatchOptions {
  private static final Pattern LONG = Pattern.compile("--([A-Za-z0-9][A-Za-z0-9-]*)(=.*)?");
  private static final Pattern SHORT = Pattern.compile("-([A-Za-z](?:\\S.*)?)");

  /** Letters without a value (sbatch 22.05): what follows in the same word is another option. */
  private static final String FLAGS = "hHOQsvVW";

  /** The one name that begins the name of an owned option, and is another option. */
  private static final String EXPORT = "export";

  private static final String OUTPUT =
      "is set by tunnels, which keeps what the job prints: remove it";
  private static final String ANSWER = "is set by tunnels, which reads what sbatch says: remove it";
  private static final String NOTHING = "submits nothing: remove it";

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("comment", "is set by tunnels, which finds its job by it: remove it"),
          Map.entry("output", OUTPUT),
          Map.entry("error", OUTPUT),
          Map.entry("open-mode", OUTPUT),
          Map.entry("parsable", ANSWER),
          Map.entry("quiet", ANSWER),
          Map.entry("wait", "waits until the job is over: remove it"),
          Map.entry("wrap", "is set by tunnels: remove it, and write command = \"...\""),
          Map.entry("array", "makes several jobs, and a tunnel leads to one: remove it"),
          Map.entry("chdir", "is set by tunnels: remove it, and write setup = [\"cd DIR\"]"),
          Map.entry("input", "is set by tunnels, whose jobs read nothing: remove it"),
          Map.entry(
              "export-file", "is set by tunnels: remove it, and write setup = [\"export A=B\"]"),
          Map.entry(
              "clusters",
              "sends the job where tunnels does not look: remove it, and write that cluster's"
                  + " host"),
          Map.entry("test-only", NOTHING),
          Map.entry("help", NOTHING),
          Map.entry("usage", NOTHING),
          Map.entry("version", NOTHING));

  private static final Map<Character, String> NAMES =
      Map.ofEntries(
          Map.entry('o', "output"),
          Map.entry('e', "error"),
          Map.entry('Q', "quiet"),
          Map.entry('W', "wait"),
          Map.entry('a', "array"),
          Map.entry('D', "chdir"),
          Map.entry('i', "input"),
          Map.entry('M', "clusters"),
          Map.entry('h', "help"),
          Map.entry('V', "version"));

  private SbatchOptions() {}

  /** Each as it was written: one argument. */
  static List<String> read(Section job) {
    return job.texts("sbatch").stream().flatMap(option -> option(job, option).stream()).toList();
  }

  private static Optional<String> option(Section job, Value.Text option) {
    Optional<String> why = wrong(option.text());
    why.ifPresent(reason -> job.fault(option.line(), Quote.quote(option.text()) + " " + reason));
    return why.isPresent() ? Optional.empty() : Optional.of(option.text());
  }

  /** Why this cannot be handed on, and what to write; empty where it can. */
  static Optional<String> wrong(String option) {
    Matcher name = LONG.matcher(option);
    if (name.matches()) {
      return ofName(name.group(1));
    }
    Matcher letters = SHORT.matcher(option);
    return letters.matches()
        ? ofLetters(letters.group(1))
        : Optional.of("is no option of sbatch: write each as one string, \"--name=value\"");
  }

  private static Optional<String> ofName(String name) {
    return INSTEAD.keySet().stream()
        .filter(owned -> owned.startsWith(name) && !name.equals(EXPORT))
        .sorted()
        .findFirst()
        .map(INSTEAD::get);
  }

  private static Optional<String> ofLetters(String letters) {
    int last = 0;
    while (last < letters.length() - 1 && FLAGS.indexOf(letters.charAt(last)) >= 0) {
      last++;
    }
    return letters
        .substring(0, last + 1)
        .chars()
        .mapToObj(letter -> Optional.ofNullable(NAMES.get((char) letter)))
        .flatMap(Optional::stream)
        .findFirst()
        .map(INSTEAD::get);
  }
}
