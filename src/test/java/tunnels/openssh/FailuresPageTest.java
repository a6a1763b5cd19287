package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tunnels.fixture.Profiles;

/** Every row of src/docs/failures.md holds. */
class FailuresPageTest {

  private static final Pattern FORWARD = Pattern.compile("^`(local|remote|dynamic) = ");
  private static final Path PAGE = Path.of("src/docs/failures.md");

  /** A row of a start: what is said, kind, held, advice. */
  static Stream<List<String>> starts() throws IOException {
    return rows(false);
  }

  /** A row of a forward: the forward, what is said, kind, advice. */
  static Stream<List<String>> forwards() throws IOException {
    return rows(true);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("starts")
  void a_start_that_failed_is_told_as_the_page_says(List<String> row) {
    Cause cause = Classifier.classify(said(row.get(0)));
    assertThat(List.of(cause.kind().word(), held(cause), cause.advice("HOST", "HOST")))
        .isEqualTo(List.of(word(row.get(1)), row.get(2), row.get(3)));
    assertThat(cause.message()).isNotBlank().doesNotContain("@  ").doesNotContain("\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forwards")
  void a_forward_that_failed_is_told_as_the_page_says(List<String> row) {
    MuxForward forward = MuxForward.of(Profiles.forward(said(row.get(0))));
    String said = word(row.get(1));
    Cause cause =
        forward.remote()
            ? ForwardSentences.remote(forward, said)
            : ForwardSentences.local(forward, LaunchLog.reason(said).orElse(said));
    assertThat(List.of(cause.kind().word(), cause.advice("HOST", "HOST")))
        .isEqualTo(List.of(word(row.get(2)), row.get(3)));
  }

  @Test
  void the_page_has_each_kind() throws IOException {
    Set<String> kinds = new TreeSet<>();
    starts().forEach(row -> kinds.add(word(row.get(1))));
    forwards().forEach(row -> kinds.add(word(row.get(2))));
    assertThat(kinds)
        .isEqualTo(
            Stream.of(FailureKind.values())
                .map(FailureKind::word)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Stream<List<String>> rows(boolean forwards) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
        .filter(row -> FORWARD.matcher(row.get(0)).find() == forwards);
  }

  private static String said(String cell) {
    return cell.replace("`<br>`", "\r\n").replaceAll("^`|`$", "");
  }

  private static String word(String cell) {
    return cell.replaceAll("^`|`$", "");
  }

  private static String held(Cause cause) {
    return cause.kind().holds() ? "yes" : "no";
  }
}
