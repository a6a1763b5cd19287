package tunnels.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts that text is made of. */
class TextTest {

  @ParameterizedTest
  @CsvSource({
    "0,      0s",
    "-5,     0s",
    "59,     59s",
    "60,     1m",
    "3599,   59m",
    "3600,   1h 0m",
    "7500,   2h 5m",
    "86399,  23h 59m",
    "86400,  1d 0h",
    "1051200,12d 4h",
  })
  void an_age_has_one_or_two_units(long seconds, String text) {
    assertThat(Age.of(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void printable_text_shows_what_a_terminal_would_obey() {
    assertThat(Printable.of("a\u001b[31mb\u0007\r\u009b\u202e\u200f\u2028\u007f"))
        .isEqualTo("a\\x1b[31mb\\x07\\x0d\\x9b\\u202e\\u200f\\u2028\\x7f");
    assertThat(Printable.of("a\tb\nc \u00e4\u20ac\ud83d\ude00"))
        .isEqualTo("a b\nc \u00e4\u20ac\ud83d\ude00");
    assertThat(Printable.of(Style.BAD.of("x"))).isEqualTo(Style.BAD.of("x"));
  }

  @Test
  void printable_json_stays_the_same_json() {
    String json = "{\"a\":\"\u001b[2J\u202e\ud83d\ude00\"}\n";
    String printable = Printable.json(json);
    assertThat(printable).doesNotContain("\u001b", "\u202e");
    assertThat(JsonParser.parseString(printable)).isEqualTo(JsonParser.parseString(json));
  }

  @Test
  void a_style_is_a_colour_or_nothing() {
    String text = Style.GOOD.of("up") + " " + Style.STRONG.of("x");
    assertThat(Style.render(text, true)).isEqualTo("\u001b[32mup\u001b[0m \u001b[1mx\u001b[0m");
    assertThat(Style.render(text, false)).isEqualTo("up x");
  }

  @Test
  void a_table_is_as_wide_as_what_is_seen() {
    Table table = new Table(List.of("NAME", "PHASE", "LAST"));
    table.row(List.of("a", Style.GOOD.of("up"), "x"), List.of());
    table.row(List.of("longer", Style.WARN.of("degraded"), "y"), List.of("    beneath"));
    assertThat(Style.render(table.toString(), false))
        .isEqualTo(
            """
            NAME    PHASE     LAST
            a       up        x
            longer  degraded  y
                beneath
            """);
  }

  @ParameterizedTest
  @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, ab...", "abcdef, 3, ...", "abcdef, 2, .."})
  void a_line_is_cut_to_what_is_seen(String line, int characters, String cut) {
    assertThat(Style.cut(line, characters)).isEqualTo(cut);
    String styled = Style.GOOD.of(line.substring(0, 3)) + Style.BAD.of(line.substring(3));
    assertThat(Style.render(Style.cut(styled, characters), false)).isEqualTo(cut);
    assertThat(Style.render(Style.cut(styled, characters), true)).contains("\u001b[0m");
  }

  @Test
  void a_frame_fits_and_says_what_is_not_shown() {
    assertThat(new Frame(20, 3).of("a\u001b\nb\nc")).containsExactly("a\\x1b", "b", "c");
    List<String> cut = new Frame(20, 2).of("a\nb\nc\n");
    assertThat(Style.render(String.join("|", cut), false)).isEqualTo("a|... 2 lines more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a b", "it's", "$x", "*", "", "a\nb", "\\", "~", "a;b", "#x"})
  void a_shell_word_is_read_back_by_a_shell(String word) throws Exception {
    String line = "printf '%s|' " + ShellWords.of(List.of(word, "end"));
    Process sh = new ProcessBuilder("sh", "-c", line).start();
    assertThat(new String(sh.getInputStream().readAllBytes(), UTF_8)).isEqualTo(word + "|end|");
  }

  @Test
  void a_shell_word_is_quoted_only_where_it_must_be() {
    assertThat(ShellWords.of(List.of("ssh", "-o", "A=b", "a b"))).isEqualTo("ssh -o A=b 'a b'");
  }

  @Test
  void proxy_exports_come_in_the_words_of_each_shell() {
    assertThat(ProxyExports.of("localhost:1080", ProxyExports.Shell.SH))
        .isEqualTo(
            """
            export ALL_PROXY=socks5h://localhost:1080
            export all_proxy=socks5h://localhost:1080
            export HTTPS_PROXY=socks5h://localhost:1080
            export https_proxy=socks5h://localhost:1080
            export HTTP_PROXY=socks5h://localhost:1080
            export http_proxy=socks5h://localhost:1080
            export NO_PROXY=localhost,127.0.0.1,::1
            export no_proxy=localhost,127.0.0.1,::1
            """);
    assertThat(ProxyExports.of("localhost:1", ProxyExports.Shell.FISH))
        .startsWith("set -gx ALL_PROXY socks5h://localhost:1\n");
    assertThat(ProxyExports.of("localhost:1", ProxyExports.Shell.CSH))
        .startsWith("setenv ALL_PROXY socks5h://localhost:1\n");
    assertThat(ProxyExports.of("[::1]:1", ProxyExports.Shell.CSH))
        .startsWith("setenv ALL_PROXY 'socks5h://[::1]:1'\n");
  }
}
