package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KNOWN = List.of("host", "tags", "hpc-socks", "hpc-jump");

  @ParameterizedTest(name = "{0} may mean {1}")
  @CsvSource({
    "hots,host",
    "ohst,host",
    "hosts,host",
    "Host,host",
    "tag,tags",
    "hpc-sock,hpc-socks",
    "hcp-skocs,hpc-socks",
    "hpcjump,hpc-jump",
    "x,",
    "nothing-like-it,",
  })
  void suggestsTheNearestWord(String typed, String meant) {
    assertThat(Suggestion.closest(typed, KNOWN)).isEqualTo(Optional.ofNullable(meant));
  }
}
