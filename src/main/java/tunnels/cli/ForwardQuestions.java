package tunnels.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.profile.Destination;
import tunnels.profile.Forward.Kind;
import tunnels.profile.ForwardText;

/** Asks what a tunnel is for, and for the ports that it takes. */
final class ForwardQuestions {

  /** In the order in which they are offered. */
  private enum Purpose {
    REACH("reach a port there, from here (ssh -L)"),
    GO_OUT_THERE("go out from there: a SOCKS proxy here (ssh -D)"),
    GO_OUT_HERE("let the host there go out from here: a SOCKS proxy there (ssh -R)"),
    OFFER("let the host there reach a port of this machine (ssh -R)");

    private final String words;

    Purpose(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private static final Pattern PORT_LAST = Pattern.compile("(?:.*:)?(\\d+)");

  /** Those below are root's to listen on. */
  private static final int FIRST_OF_USERS = 1024;

  /** Port 80 becomes 8080. */
  private static final int FAR_FROM_ROOT = 8000;

  private static final int SOCKS = 1080;
  private static final int SOCKS_THERE = 2020;
  private static final String SOME_SERVER_THERE = "8888";
  private static final String SOME_SERVER_HERE = "3000";

  private final Questions questions;
  private final Vacancies vacancies;
  private final Destination host;

  ForwardQuestions(Questions questions, Vacancies vacancies, Destination host) {
    this.questions = questions;
    this.vacancies = vacancies;
    this.host = host;
  }

  ForwardText ask() throws IOException {
    List<Purpose> purposes = List.of(Purpose.values());
    questions.list("What for?", purposes);
    Purpose purpose =
        questions.ask(
            "Its number", "1", (answer, refuse) -> Questions.numbered(purposes, answer, refuse));
    return switch (purpose) {
      case REACH -> {
        String target =
            target("Which port there? Or HOST:PORT, as seen from there", SOME_SERVER_THERE);
        yield forward(Kind.LOCAL, portHere("Port here", like(target)) + ":" + target);
      }
      case GO_OUT_THERE -> forward(Kind.DYNAMIC, portHere("Port of the proxy here", SOCKS));
      case GO_OUT_HERE -> forward(Kind.REMOTE, portThere("Port of the proxy there", SOCKS_THERE));
      case OFFER -> {
        String target =
            target("Which port here? Or HOST:PORT, as seen from here", SOME_SERVER_HERE);
        yield forward(Kind.REMOTE, portThere("Port there", like(target)) + ":" + target);
      }
    };
  }

  private static ForwardText forward(Kind kind, String spec) {
    return ForwardText.of(kind, spec, false);
  }

  private String target(String question, String proposed) throws IOException {
    return questions.ask(question, proposed, Answers::target);
  }

  /** A port that resembles the target's. */
  private static int like(String target) {
    Matcher last = PORT_LAST.matcher(target);
    int port = last.matches() ? Integer.parseInt(last.group(1)) : FAR_FROM_ROOT;
    return port < FIRST_OF_USERS ? FAR_FROM_ROOT + port : port;
  }

  private String portHere(String question, int wish) throws IOException {
    return port(question, vacancies.here(wish), vacancies::whyNotHere);
  }

  private String portThere(String question, int wish) throws IOException {
    return port(question, vacancies.there(wish, host), port -> vacancies.whyNotThere(port, host));
  }

  private String port(String question, int proposed, IntFunction<Optional<String>> whyNot)
      throws IOException {
    Questions.Reading<Integer> vacant =
        (answer, refuse) ->
            Answers.port(answer, refuse).filter(port -> isVacant(whyNot.apply(port), refuse));
    return String.valueOf(questions.ask(question, String.valueOf(proposed), vacant));
  }

  private static boolean isVacant(Optional<String> whyNot, Consumer<String> refuse) {
    whyNot.ifPresent(why -> refuse.accept(why + ": write another"));
    return whyNot.isEmpty();
  }
}
