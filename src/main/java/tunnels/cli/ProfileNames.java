package tunnels.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tunnels.convert.Taken;
import tunnels.profile.ForwardText;
import tunnels.profile.Names;

/**
 * Names for profiles that are made together: the wish itself where it is the only one, else with
 * what the first forward listens on, as a person tells tunnels to one host apart.
 */
final class ProfileNames {

  /**
   * @param base what it is called after: a host, a unit
   */
  record Wish(String base, Taken taken) {}

  private ProfileNames() {}

  /**
   * @param asked the name that was asked for, whatever stands there
   * @param free whether a profile of this text may have this name
   */
  static List<NewProfiles.Draft> of(
      List<Wish> wishes, Optional<String> asked, BiPredicate<String, Taken> free) {
    List<NewProfiles.Draft> drafts = new ArrayList<>();
    for (Wish wish : wishes) {
      long same = wishes.stream().filter(other -> near(other).equals(near(wish))).count();
      List<String> used = drafts.stream().map(NewProfiles.Draft::name).toList();
      String name =
          candidates(wish, asked, same == 1)
              .filter(each -> !used.contains(each))
              .filter(each -> asked.isPresent() || free.test(each, wish.taken()))
              .findFirst()
              .orElseThrow();
      drafts.add(new NewProfiles.Draft(name, wish.taken()));
    }
    return drafts;
  }

  private static Stream<String> candidates(Wish wish, Optional<String> asked, boolean single) {
    String listener =
        wish.taken().profile().forwards().stream()
            .findFirst()
            .map(ForwardText::listener)
            .orElse("");
    String specific = listener.isEmpty() ? near(wish) : Names.near(wish.base(), "-" + listener);
    List<String> first =
        asked.map(List::of).orElse(single ? List.of(near(wish), specific) : List.of(specific));
    String last = first.get(first.size() - 1);
    return Stream.concat(
        first.stream(),
        IntStream.iterate(2, number -> number + 1)
            .mapToObj(number -> Names.near(last, "-" + number)));
  }

  private static String near(Wish wish) {
    return Names.near(wish.base());
  }
}
