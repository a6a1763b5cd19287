package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionReaderTest {
  private final Findings found = new Findings(Path.of("x.toml"));

  @ParameterizedTest(name = "\"{0}\" is {1}")
  @CsvSource({
    "Compression=yes,             Compression=yes",
    "Compression yes,             Compression=yes",
    "'  Compression  =  yes  ',   Compression=yes",
    "'Ciphers = a =b',            Ciphers=a =b",
    "'Ciphers ==a',               Ciphers==a",
    "'Ciphers =',                 Ciphers==",
    "'SetEnv A=\u00e9',           SetEnv=A=\u00e9",
    "'Port 22\u00a0',             'Port=22\u00a0'",
  })
  void splitsAsSshDoes(String written, String option) {
    assertThat(read(written)).containsExactly(option);
    assertThat(found.clean()).isTrue();
  }

  @ParameterizedTest(name = "\"{0}\" is no option")
  @ValueSource(
      strings = {
        "Compression",
        "Compression ",
        "Compression=",
        "Compression= ",
        "=yes",
        "-Compression=yes",
        "Comp_ression=yes",
        "\u00a0Compression=yes",
        "Compression\u00a0yes",
        "Compression=y\u2028es",
        "Compression=yes\u2029",
      })
  void refusesWhatIsNone(String written) {
    assertThat(read(written)).isEmpty();
    assertThat(found.faults()).singleElement().asString().contains("is no option");
  }

  private List<String> read(String written) {
    Value options = new Value.Items(1, List.of(new Value.Text(1, written)));
    Value.Table table = new Value.Table(1, Map.of("options", options));
    return OptionReader.read(new Section(table, Place.SSH, found));
  }
}
