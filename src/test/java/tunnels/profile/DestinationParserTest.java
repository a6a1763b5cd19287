package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationParserTest {

  @ParameterizedTest(name = "{0} is user {1}, host {2}, port {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "hpc                    |            | hpc            |",
        "me@hpc                 | me         | hpc            |",
        "me@corp.example@hpc    | me@corp.example | hpc       |",
        "CORP\\me@hpc           | CORP\\me   | hpc            |",
        "svc$@hpc               | svc$       | hpc            |",
        "me:x@hpc               | me:x       | hpc            |",
        "work/gateway           |            | work/gateway   |",
        "::1                    |            | ::1            |",
        "me@fe80::1%eth0        | me         | fe80::1%eth0   |",
        "FE80::1%eth-0.1_2      |            | FE80::1%eth-0.1_2 |",
        "::ffff:192.0.2.7       |            | ::ffff:192.0.2.7 |",
        "192.0.2.7              |            | 192.0.2.7      |",
        "ssh://hpc              |            | hpc            |",
        "ssh://hpc/             |            | hpc            |",
        "ssh://hpc:2222         |            | hpc            | 2222",
        "ssh://me@h-1.example:1 | me         | h-1.example    | 1",
      })
  void takesWhatSshTakes(String text, String user, String host, Integer port) {
    List<String> reasons = new ArrayList<>();
    assertThat(DestinationParser.parse(text, reasons::add))
        .contains(
            new Destination(text, Optional.ofNullable(user), host, Optional.ofNullable(port)));
    assertThat(reasons).isEmpty();
  }

  @ParameterizedTest(name = "\"{0}\" is refused: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "-oProxyCommand=id      | begins with a dash",
        "me@-oProxyCommand=id   | begins with a dash",
        "-me@hpc                | begins with a dash",
        "ssh://-hpc             | no host that ssh takes",
        "ssh://-me@hpc          | can be no user",
        "~~                     | a host is missing",
        "me@                    | a host is missing",
        "@hpc                   | can be no user",
        "me\\@hpc               | can be no user",
        "hpc -v                 | holds \" \"",
        "me you@hpc             | holds \" \"",
        "hpc:22                 | write \"ssh://hpc:22\"",
        "me@hpc:22              | write \"ssh://me@hpc:22\"",
        "me@hpc:data/           | write \"me@hpc\"",
        "::g                    | has a colon",
        "::1%                   | has a colon",
        "::1%a:b                | has a colon",
        "::1%a%b                | has a colon",
        "f:1%e                  | has a colon",
        "%::1                   | has a colon",
        "[::1]                  | write the address without",
        "SSH://hpc              | in small letters",
        "http://hpc             | in small letters",
        "ssh://                 | no host that ssh takes",
        "ssh://a..b             | no host that ssh takes",
        "ssh://h%41             | no host that ssh takes",
        "ssh://[::1]:22         | IPv6 address, which ssh does not take",
        "ssh://::1              | no host that ssh takes",
        "ssh://a@b@hpc          | no address",
        "ssh://hpc:0            | no port from 1 to 65535",
        "ssh://hpc:             | no port from 1 to 65535",
        "ssh://hpc:65536        | no port from 1 to 65535",
        "ssh://hpc/data         | has a path",
        "ssh://a%40b@hpc        | ssh would decode",
      })
  void refusesWithTheReason(String text, String reason) {
    List<String> reasons = new ArrayList<>();
    assertThat(DestinationParser.parse(text, reasons::add)).isEmpty();
    assertThat(reasons).singleElement().asString().contains(reason);
  }

  @ParameterizedTest(name = "no host holds {0}")
  @ValueSource(
      strings = {
        "'", "`", "\"", "$", "\\", ";", "&", "<", ">", "|", "(", ")", "{", "}", "\n", "\t",
        "\u007f", "\u00a0"
      })
  void refusesWhatAShellCouldRun(String character) {
    assertThat(DestinationParser.parse("h" + character + "x", reason -> {})).isEmpty();
    assertThat(DestinationParser.parse("ssh://h" + character + "x", reason -> {})).isEmpty();
  }

  @ParameterizedTest(name = "no user holds {0}")
  @ValueSource(
      strings = {"'", "`", "\"", ";", "&", "<", ">", "|", "(", ")", "{", "}", "\n", "\u001b"})
  void refusesAUserThatAShellCouldRun(String character) {
    assertThat(DestinationParser.parse("m" + character + "e@hpc", reason -> {})).isEmpty();
    assertThat(DestinationParser.parse("ssh://m" + character + "e@hpc", reason -> {})).isEmpty();
  }
}
