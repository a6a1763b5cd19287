package tunnels.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.fixture.FakeProcesses;

class CrontabTest {

  private final FakeProcesses processes = new FakeProcesses();
  private final Crontab crontab =
      new Crontab(processes, new Invocation(Path.of("/opt/tunnels"), new TreeMap<>()));

  @Test
  void what_is_there_already_is_not_written_again() throws Exception {
    processes.ending(0, crontab.text(), "");
    assertThat(crontab.install()).isEqualTo("in the crontab already");
    assertThat(processes.commands()).containsExactly(List.of("crontab", "-l"));
  }

  @Test
  void a_crontab_of_ours_alone_is_removed_whole() throws Exception {
    processes.ending(0, crontab.text(), "");
    assertThat(crontab.uninstall()).isEqualTo("no longer in the crontab");
    assertThat(processes.commands()).contains(List.of("crontab", "-r"));
  }

  @Test
  void there_may_be_none() throws Exception {
    processes.ending(1, "", "no crontab for me\n");
    assertThat(crontab.uninstall()).isEqualTo("not in the crontab");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0  | caf\uFFFD | ''                        | not in UTF-8",
        "1  | ''        | you (me) are not allowed  | you (me) are not allowed",
        "-2 | ''        | No such file or directory | there is no crontab here: install cron",
      })
  void one_that_cannot_be_kept_as_it_is_is_left_alone(
      int status, String out, String err, String words) {
    processes.ending(status, out, err);
    assertThatThrownBy(crontab::install).isInstanceOf(Refusal.class).hasMessageContaining(words);
    assertThat(processes.commands()).containsExactly(List.of("crontab", "-l"));
  }
}
