package tunnels.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AncestryTest {

  private static final String STAT = "4711 (my ) cron) S 42 4711 4711 34816 4711 4194304 1";

  @Test
  void a_line_of_proc() {
    assertThat(Ancestry.name(STAT)).isEqualTo("my ) cron");
    assertThat(Ancestry.field(STAT, 1)).isEqualTo("42");
    assertThat(Ancestry.field(STAT, 4)).isEqualTo("34816");
    assertThat(Ancestry.name("")).isEmpty();
    assertThat(Ancestry.field("", 1)).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({
    "cron, true",
    "CRON, true",
    "crond, true",
    "anacron, true",
    "fcron, true",
    "busybox-crond, true",
    "bash, false",
    "sshd, false",
    "systemd, false",
    "crontab, false",
    "'', false",
  })
  void names_of_cron(String name, boolean cron) {
    assertThat(Ancestry.isCron(name)).isEqualTo(cron);
  }

  @Test
  void no_cron_runs_the_tests() {
    assertThat(Ancestry.isCron()).isFalse();
  }
}
