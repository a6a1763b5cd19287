package tunnels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tunnels.files.FolderListing;

/** The example profiles that are installed beside the program. */
final class Examples {

  static final String SUFFIX = ".toml";

  private final Path folder;

  private Examples(Path folder) {
    this.folder = folder;
  }

  static Optional<Examples> installed(Surroundings surroundings) {
    return surroundings.examples().filter(Files::isDirectory).map(Examples::new);
  }

  List<String> names() throws IOException {
    return FolderListing.of(folder).stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(file -> file.endsWith(SUFFIX))
        .map(file -> file.substring(0, file.length() - SUFFIX.length()))
        .sorted()
        .toList();
  }

  Path file(String name) {
    return folder.resolve(name + SUFFIX);
  }
}
