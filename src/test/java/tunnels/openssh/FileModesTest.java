package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.EchoServer;

/** Only regular files and folders of one's own are advised on, and only plain ones are changed. */
class FileModesTest {

  @TempDir private Path dir;

  /** advised: has a remedy; fixed: --fix would change it. */
  @ParameterizedTest(name = "{0}: advised {1}, fixed {2}")
  @CsvSource({
    "file,        true,  true",
    "link,        true,  false",
    "'two names', true,  false",
    "folder,      false, false",
    "fifo,        false, false",
    "socket,      false, false",
    "device,      false, false",
    "link to device, false, false",
    "missing,     false, false",
  })
  void a_file_of_each_kind_that_others_can_write(String kind, boolean advised, boolean fixed)
      throws Exception {
    Path file = dir.resolve("it is");
    try (EchoServer unused = make(kind, file)) {
      for (Optional<Finding> finding :
          List.of(FileModes.key(file), FileModes.config(file, refused -> true))) {
        assertThat(finding.isPresent()).isEqualTo(advised);
        assertThat(finding.flatMap(Finding::fix).isPresent()).isEqualTo(fixed);
      }
    }
  }

  @Test
  void a_file_is_changed_and_its_remedy_can_be_typed() throws IOException {
    Path file = open(Files.createFile(dir.resolve("my key")));
    Finding finding = FileModes.key(file).orElseThrow();
    assertThat(finding.remedy()).contains("chmod 600 '" + file.toRealPath() + "'");
    finding.fix().orElseThrow().apply();
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(FileModes.key(file)).isEmpty();
  }

  @Test
  void what_became_a_link_meanwhile_is_left_alone() throws IOException {
    Path file = open(Files.createFile(dir.resolve("key")));
    Finding finding = FileModes.key(file).orElseThrow();
    Path other = open(Files.createFile(dir.resolve("other")));
    Files.delete(file);
    Files.createSymbolicLink(file, other);
    assertThat(catchThrowable(finding.fix().orElseThrow()::apply)).isInstanceOf(IOException.class);
    assertThat(mode(other)).isEqualTo("rw-rw-rw-");
  }

  @Test
  void a_configuration_that_ssh_takes_as_it_is_is_left_alone() throws IOException {
    Path file = open(Files.createFile(dir.resolve("config")));
    assertThat(FileModes.config(file, refused -> false)).isEmpty();
  }

  @Test
  void a_folder_of_keys_is_shut_but_no_home_and_nothing_shared() throws IOException {
    Path home = open(Files.createDirectory(dir.resolve("home")));
    Path keys = open(Files.createDirectory(home.resolve(".ssh")));
    assertThat(FileModes.folder(keys, home).flatMap(Finding::fix)).isPresent();
    assertThat(FileModes.folder(home, home)).isEmpty();
    assertThat(FileModes.folder(dir, home)).isEmpty();
    assertThat(FileModes.folder(Path.of("/"), home)).isEmpty();
    assertThat(FileModes.folder(Path.of("/tmp"), home)).isEmpty();

    Path link = Files.createSymbolicLink(home.resolve("link"), keys);
    Optional<Finding> linked = FileModes.folder(link, home);
    assertThat(linked.flatMap(Finding::remedy)).contains("chmod 700 " + keys.toRealPath());
    assertThat(linked.flatMap(Finding::fix)).isEmpty();
  }

  private EchoServer make(String kind, Path file) throws Exception {
    switch (kind) {
      case "file" -> open(Files.createFile(file));
      case "link" -> Files.createSymbolicLink(file, open(Files.createFile(dir.resolve("x"))));
      case "two names" -> Files.createLink(file, open(Files.createFile(dir.resolve("x"))));
      case "folder" -> open(Files.createDirectory(file));
      case "fifo" -> assertThat(new ProcessBuilder("mkfifo", "" + file).start().waitFor()).isZero();
      case "socket" -> {
        return EchoServer.unix(file);
      }
      case "device" -> {
        // The real one, which is only looked at here: a node of one's own needs root.
        assertThat(FileModes.key(Path.of("/dev/null"))).isEmpty();
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
      }
      case "link to device" -> Files.createSymbolicLink(file, Path.of("/dev/null"));
      default -> assertThat(file).doesNotExist();
    }
    return EchoServer.tcp();
  }

  private static Path open(Path file) throws IOException {
    String mode = Files.isDirectory(file) ? "rwxrwxrwx" : "rw-rw-rw-";
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }
}
