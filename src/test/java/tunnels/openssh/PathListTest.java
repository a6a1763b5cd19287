package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is there is in the second column, what is read in the third; joined by |. */
class PathListTest {

  @ParameterizedTest
  @CsvSource({
    "/a /b,           /a|/b,         /a|/b",
    "/a b/k /c,       /a b/k|/c,     /a b/k|/c",
    "/a b/k /c,       /a b/k,        /a b/k|/c",
    "/a b/k /c,       /c,            /a b/k|/c",
    "/a b/k /c,       '',            /a b/k|/c",
    "/a b/k ~/c d,    '',            /a b/k|~/c d",
    "/a b,            /a|/a b,       /a b",
    "/a b,            /a,            /a|b",
    "/a /b c,         /a /b c,       /a /b c",
    "'/a  b\tc /d',   '/a  b\tc',    '/a  b\tc|/d'",
    "k l,             l,             k l",
    "/ä ü/ж /#%h\"x,  /ä ü/ж,        /ä ü/ж|/#%h\"x",
    "'',              '',            ''",
  })
  void the_longest_path_that_is_there(String value, String there, String read) {
    Set<String> files = Set.of(there.split("\\|"));
    assertThat(String.join("|", PathList.split(value, files::contains))).isEqualTo(read);
  }
}
