package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the tables, "~" stands for a line break and "§" for a backslash. */
class TomlFenceTest {

  @ParameterizedTest(name = "{0} reads as {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "k = \"\"                        | ``",
        "k = ''                          | ``",
        "k = 'C:§new§bob'                | C:§new§bob",
        "k = \"a§tb\"                    | a\tb",
        "k = \"a§\"b§\"\"                | a\"b\"",
        "k = \"§u00e9§u0041\"            | éA",
        "k = \"# no comment\" # one      | # no comment",
        "k = 'it' # it's [one] \"        | it",
        "k = \"\"\"~one~two\"\"\"        | one~two",
        "k = \"\"\"one §~   two\"\"\"    | one two",
        "k = \"\"\"a \"\" b\"\"\"        | a \"\" b",
        "k = '''~§one~'two''''' # x      |",
        "k = '''~§one~two'''             | §one~two",
        "k\t=\t'tab'\t                   | tab",
        "'  k = \"indented\"'            |",
        "# comment~~k = 'x'              | x",
        "k = 'no line break at the end'  | no line break at the end",
      })
  void readsStringsRightOrNotAtAll(String toml, String expected) {
    Findings found = found();
    Optional<Value.Table> table = TomlFence.read(real(toml), found);
    assertThat(table.map(it -> text(it.entries().get("k"))))
        .isEqualTo(Optional.ofNullable(expected).map(TomlFenceTest::real));
    assertThat(found.clean()).isEqualTo(expected != null);
  }

  @ParameterizedTest(name = "{0} is refused on line {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "k = \"C:§§new\"             | 1 | single quotes",
        "k = \"a§§\"                 | 1 | single quotes",
        "k = \"§U00000041\"          | 1 | single quotes",
        "k = \"§u005cn\"             | 1 | single quotes",
        "k = \"§ud83d§ude00\"        | 1 | single quotes",
        "k = \"§u00\"                | 1 | single quotes",
        "k = \"§x41\"                | 1 | single quotes",
        "k = \"\"\"~a§q\"\"\"        | 2 | single quotes",
        "k = \"\"\"a§ b\"\"\"        | 1 | single quotes",
        "k = \"\"\"a§\"\"\"\"        | 1 | single quotes",
        "k = \"\"\"a\"\"\"\"         | 1 | three quotes in a row",
        "k = \"a~b\"                 | 1 | not closed",
        "k = 'a~b'                   | 1 | not closed",
        "j = 1~k = '''a~~            | 2 | not closed",
        "j = 1~k =                   | 2 | no value",
        "k = # comment               | 1 | no value",
        "k                           | 1 | neither a [table] nor a key",
        "= 1                         | 1 | neither a [table] nor a key",
        "k = 022                     | 1 | begins with a zero",
        "k = 0x1F                    | 1 | in quotes",
        "k = 1__0                    | 1 | in quotes",
        "k = 1_                      | 1 | in quotes",
        "k = +_1                     | 1 | in quotes",
        "k = -                       | 1 | in quotes",
        "k = 0_1                     | 1 | begins with a zero",
        "k = 1234567890123456789     | 1 | in quotes",
        "k = 99999999999999999999    | 1 | in quotes",
        "k = inf                     | 1 | in quotes",
        "k = trueish                 | 1 | in quotes",
        "k = True                    | 1 | true or false",
        "k = [\"a\" \"b\"]           | 1 | a comma before it",
        "k = [~'a',~'b'~'c']         | 4 | a comma before it",
        "k = ['a',,'b']              | 1 | in quotes",
        "k = [,'a']                  | 1 | in quotes",
        "k = ['a'~[t]                | 2 | a comma before it",
        "k = ['a',                   | 1 | not closed",
        "k = [1, 'a']                | 1 | different kinds",
        "k = [1, 1.5]                | 1 | different kinds",
        "k = [[[[[[1]]]]]]           | 1 | brackets within brackets",
        "k = { a = 1, }              | 1 | on one line",
        "k = { a = 1 b = 2 }         | 1 | in quotes",
        "k = { a = 'x' b = 'y' }     | 1 | on one line",
        "k = { a.b = 1 }             | 1 | on one line",
        "k = { a = 1, a = 2 }        | 1 | set already",
        "k = 'a' 'b'                 | 1 | stands after the end",
        "k = 1~k = 2                 | 2 | set already on line 1",
        "\"k\" = 1                   | 1 | without quotes",
        "a.b = 1                     | 1 | dotted key",
        "[a.b]                       | 1 | no table header",
        "[\"a\"]                     | 1 | no table header",
        "[a                          | 1 | no table header",
        "[[a]                        | 1 | no table header",
        "[a]]                        | 1 | no table header",
        "[]                          | 1 | no table header",
        "[a] b = 1                   | 1 | stands after the end",
        "[a]~[b]~[a]                 | 3 | already, on line 1",
        "[[a]]~[a]                   | 2 | write [[a]] each time",
        "a = 1~[a]                   | 2 | already, on line 1",
        "a = []~[[a]]                | 2 | write [[a]] each time",
        "<html>                      | 1 | neither a [table] nor a key",
      })
  void refusesWhatWouldBeMisread(String toml, int line, String what) {
    Findings found = found();
    assertThat(TomlFence.read(real(toml), found)).isEmpty();
    assertThat(found.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.line()).isEqualTo(line);
              assertThat(fault.what()).contains(what);
            });
  }

  @ParameterizedTest(name = "{0} is a number")
  @ValueSource(
      strings = {"0", "-0", "+1", "7", "10", "1_0", "-1_000_000", "123456789012345678", "1.5"})
  void keepsNumbersAsTheyAreWritten(String number) {
    assertThat(TomlFence.read("k = " + number + " # one", found()).orElseThrow().entries())
        .isEqualTo(Map.of("k", new Value.Odd(1, number)));
  }

  @Test
  void tellsEverySyntaxFaultOfAFile() {
    Findings found = found();
    TomlFence.read("a = \n[b\nc = 'x\nd = ['y'\n\"e\" = 1\nf = 1 1\n", found);
    assertThat(found.faults()).extracting(Fault::line).containsExactly(1, 2, 3, 5, 6);
  }

  @Test
  void givesTablesListsAndItemsTheirLines() {
    String toml =
        """
        [one]
        a = 'x' # "
        [[two]] # it's
        b = [
          'y', # ]
          'z',
        ]
        [[two]]
        c = { d = true }
        """;
    Value.Table one = new Value.Table(1, Map.of("a", new Value.Text(2, "x")));
    List<Value> items = List.of(new Value.Text(5, "y"), new Value.Text(6, "z"));
    Value.Table first = new Value.Table(3, Map.of("b", new Value.Items(4, items)));
    Value.Table inline = new Value.Table(9, Map.of("d", new Value.Truth(9, true)));
    Value.Table second = new Value.Table(8, Map.of("c", inline));
    Value.Items two = new Value.Items(3, List.of(first, second));
    assertThat(TomlFence.read(toml, found()))
        .contains(new Value.Table(1, Map.of("one", one, "two", two)));
  }

  @Test
  void takesWindowsLineEndsAndAByteOrderMark() {
    byte[] bytes = "\uFEFFk = 'a'\r\nj = '''\r\nb\r\nc'''\r\n".getBytes(StandardCharsets.UTF_8);
    Findings found = found();
    Value.Table table =
        SourceText.decode(bytes, found).flatMap(t -> TomlFence.read(t, found)).orElseThrow();
    assertThat(table.entries())
        .isEqualTo(Map.of("k", new Value.Text(1, "a"), "j", new Value.Text(2, "b\nc")));
  }

  @Test
  void takesTheCharacterThatStandsForWhatIsNoText() {
    byte[] bytes = "k = 'a\uFFFDb'".getBytes(StandardCharsets.UTF_8);
    assertThat(SourceText.decode(bytes, found())).contains("k = 'a\uFFFDb'");
  }

  @Test
  void readsNothingButRegularFiles() {
    Findings found = found();
    assertThat(SourceText.read(Path.of("/dev/null"), found)).isEmpty();
    assertThat(found.faults()).singleElement().asString().contains("not a regular file");
  }

  @Test
  void takesNoMoreThan256KiB() {
    byte[] most = "#".repeat(256 * 1024).getBytes(StandardCharsets.UTF_8);
    assertThat(SourceText.decode(most, found())).isPresent();
    assertThat(SourceText.decode(Arrays.copyOf(most, most.length + 1), found())).isEmpty();
  }

  @ParameterizedTest(name = "bytes after {0} are refused on line {1}")
  @CsvSource({"k = 1~j = '#,2", "#,1", "~~#,3"})
  void refusesWhatIsNotText(String before, int line) {
    for (String bad : new String[] {"\u00ff", "\u0000", "\u001b", "\r", "\u007f"}) {
      Findings found = found();
      byte[] bytes = (real(before) + bad).getBytes(StandardCharsets.ISO_8859_1);
      assertThat(SourceText.decode(bytes, found)).isEmpty();
      assertThat(found.faults()).singleElement().extracting(Fault::line).isEqualTo(line);
    }
  }

  @Test
  void staysQuickAndCalmAtNonsense() {
    for (String piece :
        new String[] {"[", "{a=", "\"", "'", "\\", "k=[", "[[", "a.", "#", "=", ","}) {
      Findings found = found();
      assertThat(TomlFence.read(piece.repeat(20_000), found).isEmpty())
          .isEqualTo(!piece.equals("#"));
    }
  }

  private static Findings found() {
    return new Findings(Path.of("x.toml"));
  }

  private static String text(Value value) {
    return ((Value.Text) value).text();
  }

  private static String real(String shown) {
    return shown.replace('~', '\n').replace('§', '\\');
  }
}
