package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.Profiles;

class ProfileTextTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "plain",
        "with 'single' quotes",
        "with \"double\" quotes",
        "'both' \"kinds\"",
        "back\\slash",
        "\\\\two\\n",
        "\"double\" and back\\slash",
        "a 'single' and a back\\slash within",
        "sh -c 'a \"b\" \\x' --",
        "# no comment, [no table]",
        "r\u00e9sum\u00e9 \u2192",
      })
  void aStringIsReadBackToItself(String text) {
    ProfileText profile = profile("Ciphers=" + text);
    assertThat(Profiles.of(profile.toml().split("\n")).ssh().options())
        .containsExactly("Ciphers=" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "\\ ends in a quote'", "\\ and '''"})
  void whatNoStringSaysIsTold(String text) {
    assertThat(ProfileText.canSay(text)).isFalse();
  }

  @Test
  void looksLikeTheExamples() {
    ProfileText profile =
        new ProfileText(
            "me@hpc",
            List.of(
                ForwardText.of(Forward.Kind.LOCAL, "8080:db:80", true),
                ForwardText.of(Forward.Kind.REMOTE, "2020", true)
                    .permitting(List.of("github.com:22"))),
            Optional.of("~/.ssh/work"),
            List.of("ProxyJump=bastion"),
            Optional.of(Duration.ofSeconds(90)),
            Optional.of(Duration.ofSeconds(120)));
    assertThat(profile.toml())
        .isEqualTo(
            """
            host = "me@hpc"

            [[forward]]
            local = "*:8080:db:80"
            expose = true

            [[forward]]
            remote = "2020"
            permit = ["github.com:22"]

            [ssh]
            config = "~/.ssh/work"
            options = ["ProxyJump=bastion"]

            [health]
            alive = "90s"
            timeout = "2m"
            """);
  }

  private static ProfileText profile(String option) {
    return new ProfileText(
        "h",
        List.of(ForwardText.of(Forward.Kind.DYNAMIC, "1080", false)),
        Optional.empty(),
        List.of(option),
        Optional.empty(),
        Optional.empty());
  }
}
