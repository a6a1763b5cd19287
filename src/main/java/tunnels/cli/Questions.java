package tunnels.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks one thing at a time, until the answer will do. */
final class Questions {

  /** Who answers. */
  interface Person {
    void hears(String line);

    /**
     * @throws java.io.EOFException if no answer will come any more
     */
    String answers(String question) throws IOException;
  }

  /** Makes something of an answer. */
  interface Reading<T> {
    /**
     * @param refuse is told what is wrong with it
     */
    Optional<T> of(String answer, Consumer<String> refuse);
  }

  private final Person person;

  Questions(Person person) {
    this.person = person;
  }

  /**
   * @param proposed what an empty answer stands for; empty where nothing can be proposed
   */
  <T> T ask(String question, String proposed, Reading<T> reading) throws IOException {
    String prompt = question + (proposed.isEmpty() ? "" : " [" + proposed + "]") + ": ";
    while (true) {
      String typed = person.answers(prompt).strip();
      String answer = typed.isEmpty() ? proposed : typed;
      Optional<T> read =
          reading.of(answer, why -> person.hears(answer.isEmpty() ? "an answer is needed" : why));
      if (read.isPresent()) {
        return read.get();
      }
    }
  }

  /** Puts things with their numbers above a question that takes a number. */
  void list(String title, List<?> things) {
    person.hears(title);
    for (int i = 0; i < things.size(); i++) {
      person.hears("%3d  %s".formatted(i + 1, things.get(i)));
    }
  }

  /** The thing of such a list whose number this is. */
  static <T> Optional<T> numbered(List<T> things, String answer, Consumer<String> refuse) {
    int number = answer.matches("\\d{1,3}") ? Integer.parseInt(answer) : 0;
    if (number < 1 || number > things.size()) {
      refuse.accept("write a number from 1 to " + things.size());
      return Optional.empty();
    }
    return Optional.of(things.get(number - 1));
  }

  boolean yes(String question) throws IOException {
    return ask(question, "yes", Questions::yesOrNo);
  }

  private static Optional<Boolean> yesOrNo(String answer, Consumer<String> refuse) {
    String word = answer.toLowerCase(Locale.ROOT);
    boolean yes = List.of("y", "yes").contains(word);
    if (!yes && !List.of("n", "no").contains(word)) {
      refuse.accept("write yes or no");
      return Optional.empty();
    }
    return Optional.of(yes);
  }
}
