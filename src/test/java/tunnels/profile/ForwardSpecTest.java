package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.profile.Forward.Kind;

class ForwardSpecTest {
  private static final Path HOME = Path.of("/home/me");

  @ParameterizedTest(name = "{0} {1} listens on {2} and ends at {3}; ssh is given {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "LOCAL   | 8080:localhost:80           | localhost:8080   | localhost:80 |"
            + " 8080:localhost:80",
        "LOCAL   | localhost:8080:db:5432      | localhost:8080   | db:5432      |"
            + " localhost:8080:db:5432",
        "LOCAL   | 127.0.0.2:8080:db:5432      | 127.0.0.2:8080   | db:5432      |"
            + " 127.0.0.2:8080:db:5432",
        "LOCAL   | :8080:h:80                  | *:8080           | h:80         | *:8080:h:80",
        "LOCAL   | []:8080:h:80                | *:8080           | h:80         | *:8080:h:80",
        "LOCAL   | *:8080:h:80                 | *:8080           | h:80         | *:8080:h:80",
        "LOCAL   | [::1]:8080:[fe80::1%en0]:80 | [::1]:8080       | [fe80::1%en0]:80 |"
            + " [::1]:8080:[fe80::1%en0]:80",
        "LOCAL   | 8080:[h]:80                 | localhost:8080   | h:80         | 8080:h:80",
        "LOCAL   | 08080:h:080                 | localhost:8080   | h:80         | 8080:h:80",
        "LOCAL   | 8080:h:80:                  | localhost:8080   | h:80         | 8080:h:80",
        "LOCAL   | 2375:/run/docker.sock       | localhost:2375   | /run/docker.sock |"
            + " 2375:/run/docker.sock",
        "LOCAL   | :2375:/run/docker.sock      | *:2375           | /run/docker.sock |"
            + " *:2375:/run/docker.sock",
        "LOCAL   | /tmp/a.sock:h:80            | /tmp/a.sock      | h:80         |"
            + " /tmp/a.sock:h:80",
        "LOCAL   | /tmp/a.sock:/b.sock         | /tmp/a.sock      | /b.sock      |"
            + " /tmp/a.sock:/b.sock",
        "LOCAL   | ~/a.sock:h:80               | /home/me/a.sock  | h:80         |"
            + " /home/me/a.sock:h:80",
        "LOCAL   | `/tmp/a\\:b:h:80`           | /tmp/a:b         | h:80         |"
            + " `/tmp/a\\:b:h:80`",
        "LOCAL   | [/tmp/a:b]:h:80             | /tmp/a:b         | h:80         |"
            + " `/tmp/a\\:b:h:80`",
        "LOCAL   | `/tmp/a\\\\b:h:80`          | /tmp/a\\b        | h:80         |"
            + " `/tmp/a\\\\b:h:80`",
        "REMOTE  | 9000:localhost:3000         | localhost:9000   | localhost:3000 |"
            + " 9000:localhost:3000",
        "REMOTE  | 0:localhost:3000            | localhost:0      | localhost:3000 |"
            + " 0:localhost:3000",
        "REMOTE  | /tmp/r.sock:~/l.sock        | /tmp/r.sock      | /home/me/l.sock |"
            + " /tmp/r.sock:/home/me/l.sock",
        "REMOTE  | 2020                        | localhost:2020   |              | 2020",
        "REMOTE  | 0                           | localhost:0      |              | 0",
        "REMOTE  | [::1]:2020                  | [::1]:2020       |              | [::1]:2020",
        "REMOTE  | :2020                       | *:2020           |              | *:2020",
        "DYNAMIC | 1080                        | localhost:1080   |              | 1080",
        "DYNAMIC | *:1080                      | *:1080           |              | *:1080",
        "DYNAMIC | localhost:1080              | localhost:1080   |              | localhost:1080",
        "SERVER  | 8787                        | localhost:8787   |              | 8787",
        "SERVER  | *:8787                      | *:8787           |              | *:8787",
        "SERVER  | [::1]:8787                  | [::1]:8787       |              | [::1]:8787",
        "SERVER  | ~/r.sock                    | /home/me/r.sock  |              |"
            + " /home/me/r.sock",
      })
  void readsWhatSshReads(Kind kind, String spec, String listen, String target, String argument) {
    ForwardSpec read = read(kind, spec);
    assertThat(read.listen()).hasToString(listen);
    assertThat(read.target().map(Object::toString)).isEqualTo(Optional.ofNullable(target));
    assertThat(ForwardSpec.argument(read.listen(), read.target())).isEqualTo(argument);
    assertThat(read(kind, argument)).isEqualTo(read);
  }

  @ParameterizedTest(name = "{0} \"{1}\" is refused: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "LOCAL   | udp:5353:localhost:53 | is UDP, and ssh forwards only TCP",
        "LOCAL   | UDP4:5353:h:53        | is UDP",
        "LOCAL   | 5353/udp              | is UDP",
        "LOCAL   | 5353:h:53/udp         | is UDP",
        "REMOTE  | udp:53                | is UDP",
        "DYNAMIC | udp:1080              | is UDP",
        "LOCAL   | tcp:8080:localhost:80 | names TCP",
        "LOCAL   | 8080                  | has no destination",
        "LOCAL   | localhost:8080        | has no destination",
        "LOCAL   | /tmp/a.sock           | has no destination",
        "LOCAL   | 0:h:80                | from 1 to 65535",
        "LOCAL   | 65536:h:80            | from 1 to 65535",
        "LOCAL   | 8080:h:0              | from 1 to 65535",
        "LOCAL   | 8080:h:http           | not a service's name",
        "LOCAL   | +80:h:80              | not a service's name",
        "LOCAL   | 8080::80              | a host is missing",
        "LOCAL   | 8080:*:80             | is no host",
        "LOCAL   | 8080:a/b:80           | is no host",
        "LOCAL   | 8080:-h:80            | begins with a dash",
        "LOCAL   | -h:8080:h:80          | begins with a dash",
        "LOCAL   | 8080:a b:80           | holds",
        "LOCAL   | 8080:`id`:80          | holds",
        "LOCAL   | 8080:$HOME:80         | holds",
        "LOCAL   | a/b:8080:h:80         | path for a bind address",
        "LOCAL   | 1:2:3:4:5             | too many colons",
        "LOCAL   | [::1:80:h:80          | has a [ without a ]",
        "LOCAL   | [::1]x:80:h:80        | has a [ without a ]",
        "LOCAL   | [a:b]:80:h:80         | no host or IPv6 address",
        "LOCAL   | 8080:h:80\\           | ends in a backslash",
        "LOCAL   | ./a.sock:h:80         | is relative",
        "LOCAL   | 8080:a/b.sock         | is relative",
        "LOCAL   | 8080:~/b.sock         | not expanded by ssh",
        "LOCAL   | ~you/a.sock:h:80      | another's home",
        "LOCAL   | /tmp/%u.sock:h:80     | ssh would expand",
        "LOCAL   | 8080:/tmp/${USER}     | ssh would expand",
        "REMOTE  | ~/r.sock:h:80         | not expanded by ssh",
        "REMOTE  | /tmp/r.sock           | carries nothing",
        "REMOTE  | /tmp/r.sock:80        | carries nothing",
        "REMOTE  | localhost             | from 0 to 65535",
        "DYNAMIC | 1080:h:80             | has a destination",
        "DYNAMIC | 1080:/tmp/a.sock      | has a destination",
        "DYNAMIC | /tmp/a.sock           | carries nothing",
        "DYNAMIC | 0                     | from 1 to 65535",
        "SERVER  | 0                     | from 1 to 65535",
        "SERVER  | 8787:localhost:8787   | has a destination",
        "SERVER  | *:8787:node:8787      | has a destination",
        "SERVER  | 8787:/tmp/r.sock      | has a destination",
        "SERVER  | /tmp/a.sock:8787      | has a destination",
        "SERVER  | /tmp/a.sock:/b.sock   | has a destination",
        "SERVER  | r.sock                | from 1 to 65535",
        "SERVER  | ~you/r.sock           | another's home",
      })
  void refusesWithTheReason(Kind kind, String spec, String reason) {
    List<String> reasons = new ArrayList<>();
    assertThat(ForwardSpec.parse(kind, spec, HOME, reasons::add)).isEmpty();
    assertThat(reasons).singleElement().asString().contains(reason);
  }

  @Test
  void tellsWhatIsWrongWithEachEndAtOnce() {
    List<String> reasons = new ArrayList<>();
    assertThat(ForwardSpec.parse(Kind.LOCAL, "lo cal:70000:a b:http", HOME, reasons::add))
        .isEmpty();
    assertThat(reasons)
        .satisfiesExactly(
            why -> assertThat(why).contains("lo cal"),
            why -> assertThat(why).contains("70000"),
            why -> assertThat(why).contains("a b"),
            why -> assertThat(why).contains("http"));
  }

  /** A host may be called so. */
  @Test
  void takesAHostThatIsCalledUdp() {
    assertThat(ForwardSpec.parse(Kind.LOCAL, "8080:udp:80", HOME, why -> {})).isPresent();
    assertThat(ForwardSpec.parse(Kind.LOCAL, "/run/udp:udp-host:80", HOME, why -> {})).isPresent();
  }

  /** Every listener with every target, in every kind: reading what was written changes nothing. */
  @TestFactory
  List<DynamicTest> writesWhatItReads() {
    List<String> listeners =
        List.of(
            "8080",
            ":1",
            "*:65535",
            "[::]:80",
            "[::1]:80",
            "0.0.0.0:80",
            "h-1.x_y:22",
            "/a/b",
            "/a\\:b",
            "[/a:[b]",
            "~/x y",
            "~/é.sock",
            "0");
    List<String> targets = List.of("", ":h:1", ":[::1]:22", ":/c", ":/c\\\\d\\:e", ":[/c:d]");
    List<DynamicTest> tests = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (String listener : listeners) {
        targets.forEach(
            target ->
                tests.add(
                    DynamicTest.dynamicTest(
                        kind + " " + listener + target, () -> again(kind, listener + target))));
      }
    }
    return tests;
  }

  private static void again(Kind kind, String spec) {
    ForwardSpec.parse(kind, spec, HOME, reason -> {})
        .ifPresent(
            read ->
                assertThat(read(kind, ForwardSpec.argument(read.listen(), read.target())))
                    .isEqualTo(read));
  }

  private static ForwardSpec read(Kind kind, String spec) {
    List<String> reasons = new ArrayList<>();
    Optional<ForwardSpec> read = ForwardSpec.parse(kind, spec, HOME, reasons::add);
    assertThat(reasons).isEmpty();
    return read.orElseThrow();
  }
}
