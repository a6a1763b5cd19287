package tunnels.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronTableTest {

  private static final String BLOCK =
      """
      # BEGIN tunnels (removed by: tunnels uninstall cron)
      @reboot env PATH=/bin /opt/tunnels keepalive
      * * * * * env PATH=/bin /opt/tunnels keepalive
      # END tunnels
      """;

  private final List<String> lines = lines("/opt/tunnels", Map.of("PATH", "/bin"));

  private static List<String> lines(String program, Map<String, String> environment) {
    return CronTable.lines(new Invocation(Path.of(program), new TreeMap<>(environment)));
  }

  @Test
  void a_block_of_its_own_at_the_end() {
    assertThat(CronTable.with("", lines)).isEqualTo(BLOCK);
    assertThat(CronTable.with("MAILTO=me\n", lines)).isEqualTo("MAILTO=me\n" + BLOCK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "# BEGIN tunnelsome\n# END tunnels\n",
        "# END tunnels\n",
        "MAILTO=me\n\n\t0 5 * * *  a\\%b  \r\n# é\n",
        "# BEGIN something\n* * * * * tunnels keepalive\n",
        "# BEGIN tunnels\nnever ended\n",
      })
  void what_else_is_there_stays_byte_for_byte(String before) {
    String after = CronTable.with(before, lines);
    assertThat(after).startsWith(before);
    assertThat(CronTable.with(after, lines)).as("again").isEqualTo(after);
    assertThat(CronTable.without(after)).isEqualTo(before);
  }

  @Test
  void a_last_line_without_an_end_gets_one() {
    assertThat(CronTable.with("0 5 * * * a", lines)).isEqualTo("0 5 * * * a\n" + BLOCK);
  }

  @Test
  void a_block_is_replaced_where_it_stands() {
    String before = "a\n# BEGIN tunnels (older words)\nold\nold\n# END tunnels\nb";
    assertThat(CronTable.with(before, lines)).isEqualTo("a\n" + BLOCK + "b");
    assertThat(CronTable.without(before)).isEqualTo("a\nb");
  }

  @Test
  void words_are_quoted_for_sh_and_percents_for_cron() {
    assertThat(lines("/my bin/tunnels", Map.of("A", "50% it's", "B", "x")))
        .containsExactly(
            "@reboot env A='50\\% it'\\''s' B=x '/my bin/tunnels' keepalive",
            "* * * * * env A='50\\% it'\\''s' B=x '/my bin/tunnels' keepalive");
  }
}
