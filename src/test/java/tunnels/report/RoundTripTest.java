package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.convert.CommandFile;
import tunnels.convert.CommandImport;
import tunnels.convert.CommandSource;
import tunnels.convert.FoundCommand;
import tunnels.fixture.Profiles;
import tunnels.openssh.PlainSsh;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** What was exported is imported as the same tunnel. */
class RoundTripTest {

  private static final Path HOME = Path.of("/home/me");

  /** All that ssh has words for. */
  private record Said(
      String host,
      List<String> forwards,
      Optional<Path> config,
      List<String> options,
      Object health) {

    static Said by(Profile profile) {
      return new Said(
          profile.host().text(),
          profile.forwards().stream().map(Said::forward).toList(),
          profile.ssh().config(),
          profile.ssh().options(),
          profile.health());
    }

    private static String forward(Forward f) {
      return f.kind() + " " + f.listen() + " " + f.target() + " " + f.permit() + " " + f.expose();
    }
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("profiles", "profiles")))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleWithoutAJob(Path example) throws IOException {
    Profile profile = Profiles.of(Files.readString(example).split("\n"));
    if (profile.job().isEmpty()) {
      holds(profile);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dynamic = '*:1080'\nexpose = true",
        "dynamic = '[::1]:1080'",
        "local = '0.0.0.0:80:[2001:db8::1]:80'\nexpose = true",
        "local = '/tmp/a b.sock:/run/x.sock'",
        "local = '/tmp/a\\:b.sock:h:1'",
        "remote = '0:localhost:3000'",
        "remote = '2020'\npermit = 'any'",
        "remote = '2020'\npermit = ['*:443', '[::1]:22']\n[[forward]]\nremote = 'x:1:y:2'\nexpose = true",
        "dynamic = '1'\n[ssh]\nconfig = '/dev/null'",
        "dynamic = '1'\n[ssh]\noptions = ['ProxyCommand=sh -c \"nc %h $X; %p\" \\a', 'Port=22']",
        "dynamic = '1'\n[ssh]\noptions = ['IdentityFile=\"/a b\"', 'IdentityFile=/c', \"User=a'b\"]",
        "dynamic = '1'\n[health]\nalive = '2m'\ntimeout = '90s'",
      })
  void thisForward(String lines) {
    for (String host : List.of("hpc", "me@hpc", "ssh://me@hpc:2222", "::1")) {
      holds(Profiles.of(("host = '" + host + "'\n[[forward]]\n" + lines).split("\n")));
    }
  }

  private static void holds(Profile profile) {
    String line = ShellWords.of(PlainSsh.command(profile, false));
    assertThat(imported(line)).as(line).isEqualTo(Said.by(profile));
    String unit = UnitText.of(profile);
    assertThat(imported(unit)).as(unit).isEqualTo(Said.by(profile));
  }

  private static Said imported(String text) {
    FoundCommand command =
        CommandFile.commands(text, CommandSource.typed(HOME), RoundTripTest::refused)
            .commands()
            .get(0);
    String toml =
        CommandImport.of(command.words(), HOME, Optional.empty(), RoundTripTest::refused)
            .orElseThrow()
            .profile()
            .toml();
    return Said.by(Profiles.of(toml.split("\n")));
  }

  private static void refused(String why) {
    throw new AssertionError(why);
  }
}
