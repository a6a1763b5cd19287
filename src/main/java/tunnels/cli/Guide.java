package tunnels.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tunnels.convert.Taken;
import tunnels.profile.Destination;
import tunnels.profile.ForwardText;
import tunnels.profile.ProfileText;

/** Makes a first profile of what is given, and asks for the rest. */
final class Guide {

  /** What is known already, and is not asked. */
  record Given(
      Optional<Destination> host,
      List<ForwardText> forwards,
      List<String> permit,
      Optional<String> name) {

    /** The options that would say what is not known. */
    List<String> missing() {
      return Stream.of(
              host.isEmpty() ? "--host HOST" : "",
              forwards.isEmpty() ? "a forward (-L, -D or -R)" : "",
              needsPermit(forwards) && permit.isEmpty() ? "--permit HOST:PORT" : "",
              name.isEmpty() ? "--name NAME" : "")
          .filter(option -> !option.isEmpty())
          .toList();
    }
  }

  private static final int MOST_HOSTS = 30;
  private static final Pattern LAST_PORT = Pattern.compile(".*?(\\d+)");

  /** As in the example hpc-socks. */
  private static final String SOME_TARGETS =
      "github.com:443 pypi.org:443 files.pythonhosted.org:443";

  private final Questions questions;
  private final List<String> hosts;
  private final Vacancies vacancies;

  /**
   * @param hosts of ssh_config
   */
  Guide(Questions questions, List<String> hosts, Vacancies vacancies) {
    this.questions = questions;
    this.hosts = hosts;
    this.vacancies = vacancies;
  }

  NewProfiles.Draft draft(Given given) throws IOException {
    Destination host = given.host().isPresent() ? given.host().get() : host();
    List<ForwardText> forwards =
        given.forwards().isEmpty()
            ? List.of(new ForwardQuestions(questions, vacancies, host).ask())
            : given.forwards();
    List<String> permit =
        needsPermit(forwards) && given.permit().isEmpty() ? permit() : given.permit();
    String name = given.name().isPresent() ? given.name().get() : name(host, forwards.get(0));
    ProfileText profile =
        new ProfileText(
            host.text(),
            forwards.stream().map(forward -> forward.permitting(permit)).toList(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new NewProfiles.Draft(name, new Taken(host.host(), profile, List.of()));
  }

  private static boolean needsPermit(List<ForwardText> forwards) {
    return forwards.stream().anyMatch(ForwardText::needsPermit);
  }

  private Destination host() throws IOException {
    if (hosts.isEmpty()) {
      return questions.ask("Host, as you type it after ssh", "", Answers::host);
    }
    List<String> shown = hosts.subList(0, Math.min(hosts.size(), MOST_HOSTS));
    String count = shown.size() < hosts.size() ? ", the first of " + hosts.size() : "";
    questions.list("Hosts of your ssh_config" + count + ":", shown);
    return questions.ask("Host: its number, or what you type after ssh", "1", this::host);
  }

  private Optional<Destination> host(String answer, Consumer<String> refuse) {
    if (hosts.contains(answer) || !answer.matches("\\d+")) {
      return Answers.host(answer, refuse);
    }
    return Questions.numbered(hosts, answer, refuse).flatMap(host -> Answers.host(host, refuse));
  }

  private List<String> permit() throws IOException {
    return questions.ask(
        "Where may it go? HOST:PORT, several with blanks between, or any",
        SOME_TARGETS,
        (answer, refuse) -> Answers.permit(List.of(answer.split("[\\s,]+")), refuse));
  }

  private String name(Destination host, ForwardText first) throws IOException {
    return questions.ask(
        "Name of the tunnel",
        vacancies.name(host, purpose(first)),
        (answer, refuse) -> Answers.name(answer, vacancies, refuse));
  }

  /** A word on what it is for; of one that ends at a port, that port. */
  private static String purpose(ForwardText forward) {
    if (forward.socks()) {
      return forward.needsPermit() ? "internet" : "socks";
    }
    Matcher port = LAST_PORT.matcher(forward.spec());
    return port.matches() ? port.group(1) : "socket";
  }
}
