package tunnels.openssh;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.process.LocalProcesses;
import tunnels.profile.Destination;
import tunnels.profile.Profile;

/** What lifts a hold of which kind; of real files, as the real ssh reads them. */
class GroundsReaderTest {

  private static final List<FailureKind> HOLDING =
      List.of(FailureKind.AUTH, FailureKind.HOST_KEY, FailureKind.CONFIG, FailureKind.NEGOTIATION);

  private static final String KEY =
      " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8CrVVS0nxHB3rXZ1vMbk1p1fVVt4gbcGNUr2OvXUUe";

  @TempDir private Path home;
  private Path known;
  private Path config;

  @BeforeEach
  void files() throws IOException {
    Path folder = Files.createDirectory(home.resolve("with a space"));
    known = Files.writeString(folder.resolve("known hosts"), "first.org" + KEY + "\n");
    Files.writeString(folder.resolve("revoked"), "");
    Files.writeString(folder.resolve("printed"), "");
    Files.writeString(folder.resolve("key"), "private");
    config =
        Files.writeString(
            home.resolve("config"),
            """
            Host a
              HostName a.example.org
              Port 2222
              ProxyJump me@gate.example.org:2200
            Host aliased
              HostKeyAlias the-alias
            Host *
              UserKnownHostsFile "%1$s/known hosts" "%1$s/other"
              GlobalKnownHostsFile /dev/null "%1$s/global"
              RevokedHostKeys "%1$s/revoked"
              KnownHostsCommand /bin/cat %2$s/printed
              IdentityFile "%1$s/key"
              CertificateFile "%1$s/%%n.crt"
              IdentityAgent none
            """
                .formatted(folder, home));
  }

  @ParameterizedTest(name = "{0}: lifts {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a foreign line     | other.org                           | ",
        "a line of a port   | [a.example.org]:2222                | host-key",
        "another port       | [a.example.org]:22                  | ",
        "without a port     | a.example.org                       | host-key",
        "several names      | b.org,[a.example.org]:2222          | host-key",
        "a pattern          | *.example.org                       | host-key",
        "all but this       | *.example.org,!a.example.org,!gate.example.org | ",
        "an authority       | @cert-authority *.example.org       | host-key",
        "a foreign authority| @cert-authority *.example.net       | ",
        "a revoked key      | @revoked *                          | host-key",
        "the jump host      | [gate.example.org]:2200             | host-key",
        "a comment          | # a.example.org                     | ",
      })
  void a_line_of_known_hosts(String what, String start, String kinds) throws IOException {
    var before = grounds("a");
    append(known, start + KEY + "\n");
    assertThat(lifted(before, grounds("a"))).isEqualTo(words(kinds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "global"})
  void a_file_of_known_hosts_that_appears(String file) throws IOException {
    var before = grounds("a");
    append(known.resolveSibling(file), "a.example.org" + KEY + "\n");
    assertThat(lifted(before, grounds("a"))).containsExactly("host-key");
  }

  @Test
  void a_hashed_line_and_one_above_it() throws Exception {
    var before = grounds("a");
    append(known, "[a.example.org]:2222" + KEY + "\n");
    run("ssh-keygen", "-q", "-H", "-f", known.toString());
    var after = grounds("a");
    assertThat(lifted(before, after)).containsExactly("host-key");
    Files.writeString(known, "foreign.org" + KEY + "\n" + Files.readString(known));
    assertThat(lifted(after, grounds("a"))).isEmpty();
  }

  @Test
  void a_name_for_the_key_stands_for_the_hosts() throws IOException {
    var before = grounds("aliased");
    append(known, "aliased" + KEY + "\n");
    assertThat(lifted(before, grounds("aliased"))).isEmpty();
    append(known, "the-alias" + KEY + "\n");
    assertThat(lifted(before, grounds("aliased"))).containsExactly("host-key");
  }

  @ParameterizedTest(name = "{0}: lifts {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "with a space/key          | auth",
        "with a space/key.pub      | auth",
        "with a space/key-cert.pub | auth",
        "with a space/a.crt        | auth",
        "with a space/b.crt        | ",
        "with a space/revoked      | host-key",
        "printed                   | host-key",
        "unrelated                 | ",
      })
  void a_file_that_changes(String file, String kinds) throws IOException {
    var before = grounds("a");
    append(home.resolve(file), "x");
    assertThat(lifted(before, grounds("a"))).isEqualTo(words(kinds));
  }

  /** "UNPROTECTED PRIVATE KEY FILE" and "Bad owner or permissions" are mended by chmod alone. */
  @ParameterizedTest(name = "{0}: lifts {1}")
  @CsvSource({"with a space/key, auth", "config, config"})
  void permissions_that_change(String file, String kinds) throws IOException {
    mode(home.resolve(file), "rw-rw-rw-");
    var before = grounds("a");
    mode(home.resolve(file), "rw-------");
    assertThat(lifted(before, grounds("a"))).isEqualTo(words(kinds));
  }

  @ParameterizedTest(name = "{0}: lifts {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "# a comment              | config",
        "Host b\\n User other      | config",
        "Match all\\n User other   | auth host-key config negotiation",
        "Match all\\n Ciphers aes128-ctr | auth host-key config negotiation",
        "NoSuchKeyword yes        | auth host-key config negotiation",
      })
  void a_configuration_that_changes(String lines, String kinds) throws IOException {
    var before = grounds("a");
    append(config, lines.replace("\\n", "\n") + "\n");
    assertThat(lifted(before, grounds("a"))).isEqualTo(words(kinds));
  }

  private Map<FailureKind, Grounds> grounds(String host) {
    Connection connection =
        new Connection(
            "c",
            Destination.parse(host, why -> {}).orElseThrow(),
            Optional.of(config),
            List.of(),
            List.of(),
            List.of(),
            new Profile.Health(Duration.ofSeconds(15), Duration.ofSeconds(10)),
            true,
            Optional.empty());
    GroundsReader reader = new GroundsReader(new LocalProcesses(), home);
    Map<FailureKind, Grounds> grounds = new EnumMap<>(FailureKind.class);
    HOLDING.forEach(kind -> grounds.put(kind, reader.read(connection, kind)));
    return grounds;
  }

  private static Set<String> lifted(
      Map<FailureKind, Grounds> before, Map<FailureKind, Grounds> now) {
    Set<String> lifted = new TreeSet<>();
    for (FailureKind kind : HOLDING) {
      Grounds then = requireNonNull(before.get(kind));
      if (then.mendedBy(requireNonNull(now.get(kind)))) {
        lifted.add(kind.word());
      }
    }
    return lifted;
  }

  private static Set<String> words(String kinds) {
    return kinds == null ? Set.of() : new TreeSet<>(List.of(kinds.split(" ")));
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static void run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    assertThat(builder.start().waitFor()).isZero();
  }
}
