package tunnels.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tunnels.files.FileFailure;
import tunnels.files.FolderListing;

/** Reads everything that the user's files say; what is wrong in them becomes faults. */
public final class Catalogs {

  static final String ENDING = ".toml";

  private final Findings config;
  private final Findings folder;
  private final Defaults defaults;
  private final List<Draft> drafts;

  private Catalogs(Path configDir, Path home) {
    this.config = new Findings(configDir.resolve("config.toml"));
    this.folder = new Findings(configDir.resolve("profiles"));
    this.defaults = ConfigReader.read(home, config);
    this.drafts = drafts(folder, new ProfileReader(defaults, home));
  }

  /**
   * @param configDir holds {@code config.toml} and {@code profiles/}; nothing need be there
   * @param home what {@code ~/} stands for
   */
  public static Catalog read(Path configDir, Path home) {
    Catalogs read = new Catalogs(configDir, home);
    new Neighbours(read.drafts).compare();
    return read.catalog();
  }

  private Catalogs(Path configDir, Path home, Path file, byte[] text) {
    this.config = new Findings(configDir.resolve("config.toml"));
    this.folder = new Findings(configDir.resolve("profiles"));
    this.defaults = ConfigReader.read(home, config);
    this.drafts = List.of(new ProfileReader(defaults, home).read(file, text));
  }

  /**
   * One profile alone, wherever it stands, with the defaults of config.toml.
   *
   * @param file by which its faults are told
   */
  public static Catalog ofText(Path configDir, Path home, Path file, byte[] text) {
    return new Catalogs(configDir, home, file, text).catalog();
  }

  private static List<Draft> drafts(Findings folder, ProfileReader reader) {
    List<Draft> drafts = new ArrayList<>();
    for (Path file : files(folder)) {
      drafts.add(reader.read(file));
    }
    return drafts;
  }

  /** The names that the files of a folder have, valid or not; none where it cannot be read. */
  public static SortedSet<String> names(Path folder) {
    SortedSet<String> names = new TreeSet<>();
    try {
      for (Path file : profiles(FolderListing.of(folder))) {
        names.add(name(file).substring(0, name(file).length() - ENDING.length()));
      }
    } catch (IOException e) {
      return names;
    }
    return names;
  }

  private static List<Path> files(Findings folder) {
    if (Files.notExists(folder.file(), LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try {
      return profiles(FolderListing.of(folder.file()));
    } catch (IOException e) {
      String why = FileFailure.why(e);
      folder.fault(1, "this folder cannot be read (" + why + "): write a folder, readable by you");
      return List.of();
    }
  }

  private static List<Path> profiles(Iterable<Path> files) {
    List<Path> profiles = new ArrayList<>();
    for (Path file : files) {
      if (isProfile(file)) {
        profiles.add(file);
      }
    }
    Collections.sort(profiles);
    return profiles;
  }

  /** Editors' backups end otherwise or begin with a dot. */
  private static boolean isProfile(Path file) {
    String name = name(file);
    return name.endsWith(ENDING) && !name.startsWith(".");
  }

  /** Cut out of the text that is made once for each path; Path.getFileName makes another path. */
  static String name(Path file) {
    String path = file.toString();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private Catalog catalog() {
    SortedMap<String, Profile> profiles = new TreeMap<>();
    SortedSet<String> broken = new TreeSet<>();
    for (Draft draft : drafts) {
      Optional<Profile> valid = config.clean() ? draft.valid() : Optional.empty();
      if (valid.isPresent()) {
        profiles.put(draft.name(), valid.get());
      } else if (isBroken(draft)) {
        broken.add(draft.name());
      }
    }
    List<Fault> faults = new ArrayList<>();
    List<Fault> warnings = new ArrayList<>();
    tell(faults, warnings);
    return new Catalog(
        profiles,
        broken,
        sorted(faults),
        sorted(warnings),
        defaults.ssh().config(),
        defaults.onChange(),
        folder.file().toAbsolutePath());
  }

  /** A file that went away while we read is not broken, and a name that is none names no tunnel. */
  private boolean isBroken(Draft draft) {
    boolean wrong = !draft.found().clean() || draft.profile().isPresent();
    return wrong && Names.isName(draft.name());
  }

  private void tell(List<Fault> faults, List<Fault> warnings) {
    config.addTo(faults, warnings);
    folder.addTo(faults, warnings);
    for (Draft draft : drafts) {
      draft.found().addTo(faults, warnings);
    }
  }

  private static List<Fault> sorted(List<Fault> told) {
    if (told.size() > 1) {
      told.sort(Catalogs::inOrder);
    }
    return List.copyOf(told);
  }

  /** Not by Comparator.comparing, whose class Java makes anew in every run. */
  private static int inOrder(Fault one, Fault other) {
    int files = one.file().toString().compareTo(other.file().toString());
    return files == 0 ? Integer.compare(one.line(), other.line()) : files;
  }
}
