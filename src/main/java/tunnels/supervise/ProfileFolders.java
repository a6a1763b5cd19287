package tunnels.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The folders in which profiles stood, when they were last seen: one state may have several. */
final class ProfileFolders {

  private ProfileFolders() {}

  /** Whether a folder has no profile of a tunnel. Where it is gone itself, nobody knows. */
  static boolean lacks(Path folder, String tunnel) {
    return Files.isDirectory(folder) && Files.notExists(folder.resolve(tunnel + ".toml"));
  }

  /** By what a file or folder is seen to have been touched since, or to be another one. */
  static String stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
    } catch (IOException e) {
      return "none";
    }
  }

  static boolean same(Path one, Path other) {
    try {
      return one.equals(other) || Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // one of them is not there
    }
  }

  /**
   * The folders of the tunnels that a connection has or had.
   *
   * @param down whether those count too that have been down since
   */
  static Map<String, Path> of(ConnectionRecord record, Roster roster, boolean down) {
    Map<String, Path> folders = new TreeMap<>();
    for (String tunnel : roster.followed()) {
      Following job = roster.following(tunnel).orElseThrow();
      Optional<Path> folder = job.folder();
      if (job.connection().equals(record.name()) && folder.isPresent()) {
        folders.put(tunnel, folder.get());
      }
    }
    Optional<Path> launched = record.launch().flatMap(LaunchRecord::profiles);
    if (launched.isPresent()) {
      for (HeldForward held : record.forwards()) {
        folders.put(held.tunnel(), launched.get());
      }
    }
    for (Map.Entry<String, ConnectionRecord.Told> each : record.tunnels().entrySet()) {
      ConnectionRecord.Told told = each.getValue();
      if ((down || told.phase() != Phase.DOWN) && told.profiles().isPresent()) {
        folders.put(each.getKey(), told.profiles().get());
      }
    }
    return folders;
  }

  /** Whether all that a connection has is of profiles in another folder. */
  static boolean areOthers(ConnectionRecord record, Roster roster) {
    Map<String, Path> folders = of(record, roster, false);
    boolean others = roster.riders(record.name()).isEmpty() && !folders.isEmpty();
    for (Map.Entry<String, Path> each : folders.entrySet()) {
      String tunnel = each.getKey();
      boolean elsewhere = roster.elsewhere(tunnel, Optional.of(each.getValue()));
      others &= elsewhere && !roster.toldDown(tunnel);
    }
    return others;
  }
}
