package tunnels.openssh;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.files.FolderListing;
import tunnels.files.RegularFile;
import tunnels.profile.Destination;

/**
 * The Hosts that an ssh_config has by name, in its order: what its owner types after ssh. Patterns
 * are left out, and what no profile takes as a host. An Include counts wherever it stands.
 */
public final class HostNames {

  private static final Pattern LINE =
      Pattern.compile("\\s*(host|include)(?:\\s*=\\s*|\\s+)(.*)", Pattern.CASE_INSENSITIVE);

  /** A word, in double quotes or without; a comment has none. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|#.*|([^\\s\"]+)");

  private static final int LARGEST = 1024 * 1024;
  private static final Pattern GLOB = Pattern.compile(".*[*?\\[].*");

  private final Path home;
  private final Set<String> names = new LinkedHashSet<>();

  /** None is read twice, for files may include each other. */
  private final Set<Path> files = new HashSet<>();

  private HostNames(Path home) {
    this.home = home;
  }

  /**
   * @param config what cannot be read names nobody
   * @param home what {@code ~} stands for
   */
  public static List<String> of(Path config, Path home) {
    HostNames reader = new HostNames(home);
    reader.read(config);
    return List.copyOf(reader.names);
  }

  private void read(Path file) {
    if (!files.add(file) || !Files.isRegularFile(file)) {
      return;
    }
    try {
      RegularFile.text(file, LARGEST).lines().forEach(this::line);
    } catch (IOException e) {
      return; // ssh will tell
    }
  }

  private void line(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      return;
    }
    List<String> words = words(line.group(2));
    if (line.group(1).toLowerCase(Locale.ROOT).equals("host")) {
      words.stream().filter(HostNames::isName).forEach(names::add);
      return;
    }
    words.forEach(word -> included(word).forEach(this::read));
  }

  private static List<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .takeWhile(word -> word != null)
        .toList();
  }

  private static boolean isName(String word) {
    boolean pattern = word.startsWith("!") || GLOB.matcher(word).matches();
    return !pattern && Destination.parse(word, why -> {}).isPresent();
  }

  /** The files that glob(3) finds, from ~/.ssh on. */
  private List<Path> included(String word) {
    try {
      Path pattern =
          word.startsWith("~/")
              ? home.resolve(word.substring(2))
              : home.resolve(".ssh").resolve(word);
      List<Path> found = List.of(pattern.getRoot());
      for (Path part : pattern) {
        found = found.stream().flatMap(folder -> within(folder, part).stream()).toList();
      }
      return found;
    } catch (IllegalArgumentException e) {
      return List.of(); // no path, or no pattern
    }
  }

  private static List<Path> within(Path folder, Path part) {
    if (!GLOB.matcher(part.toString()).matches()) {
      return List.of(folder.resolve(part));
    }
    String glob = part.toString().replaceAll("[{}]", "\\\\$0");
    List<Path> found = new ArrayList<>();
    PathMatcher matching = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    try {
      found.addAll(FolderListing.of(folder));
    } catch (IOException e) {
      return List.of();
    }
    return found.stream()
        .filter(file -> matching.matches(file.getFileName()))
        .filter(file -> glob.startsWith(".") || !file.getFileName().toString().startsWith("."))
        .sorted()
        .toList();
  }
}
