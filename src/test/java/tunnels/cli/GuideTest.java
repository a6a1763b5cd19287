package tunnels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.profile.Catalogs;
import tunnels.profile.Forward.Kind;
import tunnels.profile.ForwardText;

/** What is asked, and what becomes of the answers. */
class GuideTest {

  private static final Guide.Given NOTHING =
      new Guide.Given(Optional.empty(), List.of(), List.of(), Optional.empty());

  /** Says these answers one after the other, then no more. */
  private static final class Script implements Questions.Person {
    private final Deque<String> answers;
    private final List<String> heard = new ArrayList<>();

    Script(String... answers) {
      this.answers = new ArrayDeque<>(List.of(answers));
    }

    @Override
    public void hears(String line) {
      heard.add(line);
    }

    @Override
    public String answers(String question) throws IOException {
      heard.add(question);
      if (answers.isEmpty()) {
        throw new EOFException();
      }
      return answers.remove();
    }
  }

  @TempDir private Path config;
  private List<String> hosts = List.of("hpc", "office");

  @BeforeEach
  void profiles() throws IOException {
    Files.createDirectories(config.resolve("profiles"));
    profile("hpc-socks", "hpc", "dynamic = \"1080\"");
    profile("hpc-web", "hpc", "remote = \"2020\"\npermit = \"any\"");
    profile("broken", "-", "");
  }

  private void profile(String name, String host, String forward) throws IOException {
    String text = "host = \"" + host + "\"\n[[forward]]\n" + forward + "\n";
    Files.writeString(config.resolve("profiles/" + name + ".toml"), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 |          | hpc-8888      | local = \"8888:localhost:8888\"",
        "1 | 80       | hpc-80        | local = \"8081:localhost:80\"",
        "1 | db:5432  | hpc-5432      | local = \"5432:db:5432\"",
        "1 | /run/x   | hpc-socket    | local = \"8000:/run/x\"",
        "2 |          | hpc-socks-2   | dynamic = \"1081\"",
        "3 |          | hpc-internet  | remote = \"2021\"",
        "4 |          | hpc-3000      | remote = \"3000:localhost:3000\"",
        "4 | 22       | hpc-22        | remote = \"8022:localhost:22\"",
      })
  void what_is_proposed_makes_a_profile(String purpose, String target, String name, String line)
      throws IOException {
    Script person = new Script("", purpose, target == null ? "" : target, "", "", "");
    NewProfiles.Draft draft = draft(person, NOTHING);
    assertThat(draft.name()).as("%s", person.heard).isEqualTo(name);
    assertThat(draft.taken().profile().toml()).startsWith("host = \"hpc\"\n").contains(line);
    Files.writeString(config.resolve("profiles/new.toml"), draft.taken().profile().toml());
    assertThat(Catalogs.read(config, config).profiles()).containsKey("new");
  }

  @ParameterizedTest
  @CsvSource({
    "2,                    office",
    "hpc,                  hpc",
    "me@host,              me@host",
    "me@host:2222,         ssh://me@host:2222",
    "host:2222,            ssh://host:2222",
    "ssh://me@host:2222,   ssh://me@host:2222",
  })
  void a_host_is_a_number_or_what_is_typed_after_ssh(String answer, String host)
      throws IOException {
    Script person = new Script(answer, "2", "", "");
    assertThat(draft(person, NOTHING).taken().profile().host()).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3                 | write a number from 1 to 2",
        "-oProxyCommand=x  | begins with a dash",
        "a;b               | a shell could run",
        "host:99999        | no port from 1 to 65535",
        "e\u001b[2Jvil     | ?[2Jvil",
      })
  void a_wrong_host_is_told_and_asked_again(String answer, String told) throws IOException {
    Script person = new Script(answer, "office", "2", "", "");
    assertThat(draft(person, NOTHING).taken().profile().host()).isEqualTo("office");
    assertThat(person.heard).anyMatch(line -> line.contains(told));
  }

  @Test
  void without_hosts_in_ssh_config_one_must_be_typed() throws IOException {
    hosts = List.of();
    Script person = new Script("", "away", "2", "", "");
    assertThat(draft(person, NOTHING).taken().profile().host()).isEqualTo("away");
    assertThat(person.heard).startsWith("Host, as you type it after ssh: ", "an answer is needed");
  }

  @Test
  void of_many_hosts_the_first_are_shown() throws IOException {
    hosts = IntStream.rangeClosed(1, 99).mapToObj(number -> "host-" + number).toList();
    Script person = new Script("host-99", "2", "", "");
    assertThat(draft(person, NOTHING).taken().profile().host()).isEqualTo("host-99");
    assertThat(person.heard).startsWith("Hosts of your ssh_config, the first of 99:");
    assertThat(person.heard).contains(" 30  host-30").doesNotContain(" 31  host-31");
  }

  @Test
  void a_wrong_port_is_told_and_asked_again() throws IOException {
    Script person = new Script("1", "2", "0", "x", "70000", "1080", "8080", "1090", "");
    NewProfiles.Draft draft = draft(person, NOTHING);
    assertThat(draft.taken().profile().forwards())
        .extracting(ForwardText::line)
        .containsExactly("dynamic = \"1090\"");
    assertThat(person.heard)
        .contains(
            "\"0\" is no port: write a number from 1 to 65535",
            "port 1080 is that of the profile \"hpc-socks\": write another",
            "port 8080: taken: write another");
  }

  @Test
  void a_wrong_target_a_wrong_permit_and_a_wrong_name_are_told_and_asked_again()
      throws IOException {
    Script far = new Script("1", "1", "db", "db:1", "", "Big", "broken", "fine");
    assertThat(draft(far, NOTHING).name()).isEqualTo("fine");
    assertThat(far.heard)
        .contains("\"db\" is no target: write a port, HOST:PORT or a socket's path")
        .contains("there is a profile \"broken\" already: write another name")
        .anyMatch(line -> line.startsWith("\"Big\" is no name"));
    Script proxy = new Script("1", "3", "", "*.org:443", "a:1, b:*", "");
    NewProfiles.Draft draft = draft(proxy, NOTHING);
    assertThat(draft.taken().profile().toml()).contains("permit = [\"a:1\", \"b:*\"]");
    assertThat(proxy.heard).anyMatch(line -> line.contains("ssh compares whole names"));
  }

  @Test
  void a_port_of_another_host_is_free() throws IOException {
    Script person = new Script("office", "3", "", "", "");
    assertThat(draft(person, NOTHING).taken().profile().toml()).contains("remote = \"2020\"");
  }

  @Test
  void what_is_given_is_not_asked() throws IOException {
    Guide.Given given =
        new Guide.Given(
            Answers.host("hpc", why -> {}),
            List.of(ForwardText.of(Kind.REMOTE, "2020", false)),
            List.of("any"),
            Optional.of("mine"));
    assertThat(given.missing()).isEmpty();
    Script person = new Script();
    NewProfiles.Draft draft = draft(person, given);
    assertThat(person.heard).isEmpty();
    assertThat(draft.name()).isEqualTo("mine");
    assertThat(draft.taken().profile().toml()).contains("permit = \"any\"");
  }

  @Test
  void what_is_missing_is_named_by_its_option() {
    assertThat(NOTHING.missing())
        .containsExactly("--host HOST", "a forward (-L, -D or -R)", "--name NAME");
    List<ForwardText> proxy = List.of(ForwardText.of(Kind.REMOTE, "2020", false));
    assertThat(
            new Guide.Given(Answers.host("a", why -> {}), proxy, List.of(), Optional.of("a"))
                .missing())
        .containsExactly("--permit HOST:PORT");
  }

  @Test
  void a_long_host_leaves_room_for_what_the_name_ends_with() throws IOException {
    Script person = new Script("a-very-long-name-of-a-host.in.some.domain.example", "2", "", "");
    assertThat(draft(person, NOTHING).name()).hasSize(41).endsWith("-socks");
  }

  @Test
  void the_end_of_the_answers_is_the_end() {
    Script person = new Script("", "1", "");
    assertThatThrownBy(() -> draft(person, NOTHING)).isInstanceOf(EOFException.class);
  }

  private NewProfiles.Draft draft(Script person, Guide.Given given) throws IOException {
    Vacancies vacancies =
        new Vacancies(
            Catalogs.read(config, config),
            port -> port == 8080 ? Optional.of("port 8080: taken") : Optional.empty());
    return new Guide(new Questions(person), hosts, vacancies).draft(given);
  }
}
