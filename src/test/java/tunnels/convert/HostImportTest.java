package tunnels.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tunnels.openssh.EffectiveConfig;
import tunnels.profile.ForwardText;

class HostImportTest {

  /** As ssh -G of 9.2 prints it. */
  private static final String SAID =
      """
      host x
      hostname real.example
      gatewayports no
      serveraliveinterval 30
      connecttimeout none
      dynamicforward /tmp/s.sock
      dynamicforward [127.0.0.1]:8082
      dynamicforward 1080
      localforward 8080 [localhost]:80
      localforward [*]:8081 [::1]:80
      localforward /tmp/s.sock /run/docker.sock
      localforward [127.0.0.1]:8082 /run/x.sock
      remoteforward 2020 [socks]:0
      remoteforward 9000 [localhost]:3000
      permitremoteopen a:1 *:443
      """;

  @Test
  void pathsWithSpacesAreToldApart() {
    String said =
        """
        dynamicforward /tmp/a /b c
        localforward /tmp/a /b c /run/d /e
        localforward /tmp/f g [localhost]:80
        localforward 8080 /run/x y
        remoteforward /tmp/h i /run/j k
        """;
    Taken taken =
        HostImport.of(
                "x", EffectiveConfig.parse(said), Optional.empty(), Optional.empty(), why -> {})
            .orElseThrow();
    assertThat(taken.profile().forwards().stream().map(ForwardText::line))
        .containsExactly(
            "local = \"/tmp/a /b c:/run/d /e\"",
            "local = \"/tmp/f g:localhost:80\"",
            "local = \"8080:/run/x y\"",
            "remote = \"/tmp/h i:/run/j k\"");
  }

  @Test
  void whereTheFirstPathEndsMayNotBeTold() {
    List<String> refused = new ArrayList<>();
    EffectiveConfig said = EffectiveConfig.parse("remoteforward /tmp/a /b /c\n");
    assertThat(HostImport.of("x", said, Optional.empty(), Optional.empty(), refused::add))
        .isEmpty();
    assertThat(refused)
        .contains("remoteforward /tmp/a /b /c: where its first path ends cannot be told");
  }

  @Test
  void takesOverTheForwardsAsTheyAreTyped() {
    Taken taken =
        HostImport.of(
                "x",
                EffectiveConfig.parse(SAID),
                Optional.of(Path.of("/c")),
                Optional.empty(),
                why -> {})
            .orElseThrow();
    assertThat(taken.profile().forwards().stream().map(ForwardText::line))
        .containsExactly(
            "dynamic = \"1080\"",
            "local = \"8080:localhost:80\"",
            "local = \"*:8081:[::1]:80\"",
            "local = \"/tmp/s.sock:/run/docker.sock\"",
            "local = \"127.0.0.1:8082:/run/x.sock\"",
            "remote = \"2020\"",
            "remote = \"9000:localhost:3000\"");
    assertThat(taken.profile().forwards().get(5).permit()).containsExactly("a:1", "*:443");
    assertThat(taken.profile().toml())
        .startsWith("host = \"x\"\n")
        .contains("config = \"/c\"", "alive = \"30s\"")
        .doesNotContain("options", "timeout");
  }

  @Test
  void aHostWithoutForwardsIsRefused() {
    List<String> said = new ArrayList<>();
    EffectiveConfig bare = EffectiveConfig.parse("host x\nserveraliveinterval 0\n");
    assertThat(HostImport.of("x", bare, Optional.empty(), Optional.empty(), said::add)).isEmpty();
    assertThat(said).singleElement().asString().contains("no LocalForward");
  }
}
