package tunnels.convert;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tunnels.openssh.Seconds;
import tunnels.profile.Forward;
import tunnels.profile.ForwardText;
import tunnels.profile.OwnedOptions;
import tunnels.profile.ProfileText;

/** Gathers what becomes of each setting of ssh: a key of a profile, or a word on why not. */
final class Takeover {

  private static final Duration DAY = Duration.ofDays(1);

  /** Of these ssh takes every one and not only the first. */
  private static final Set<String> SEVERAL =
      Set.of(
          "identityfile",
          "certificatefile",
          "sendenv",
          "setenv",
          "localforward",
          "remoteforward",
          "dynamicforward");

  /** A word of ssh_config(5), in double quotes or without. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

  private record Wish(Forward.Kind kind, String spec) {}

  private final List<String> notes = new ArrayList<>();
  private final List<String> obstacles = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final List<Wish> wishes = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private Optional<List<String>> permit = Optional.empty();
  private Optional<Path> config = Optional.empty();
  private Optional<Duration> alive = Optional.empty();
  private Optional<Duration> timeout = Optional.empty();
  private boolean gatewayPorts = false;

  void note(String note) {
    notes.add(note);
  }

  /** Something for which there can be no profile. */
  void obstacle(String why) {
    obstacles.add(why);
  }

  void config(Path file) {
    config = Optional.of(file);
  }

  void gatewayPorts() {
    gatewayPorts = true;
  }

  void forward(Forward.Kind kind, String spec) {
    wishes.add(new Wish(kind, spec));
  }

  boolean hasForwards() {
    return !wishes.isEmpty();
  }

  /** Whether this is the one that ssh heeds: of most keywords it is the first. */
  boolean counts(String keyword) {
    return seen.add(keyword) || SEVERAL.contains(keyword);
  }

  /** An option that goes into the profile as it is, before the first of its keyword. */
  void overriding(String keyword, String value) {
    options.removeIf(option -> option.toLowerCase(Locale.ROOT).startsWith(lower(keyword) + "="));
    seen.add(lower(keyword));
    keep(keyword, value);
  }

  /** A keyword of ssh_config(5) and its value. */
  void option(String keyword, String value) {
    if (!counts(lower(keyword))) {
      notes.add(keyword + "=" + value + ": dropped, ssh takes the first of its keyword");
      return;
    }
    switch (lower(keyword)) {
      case "localforward" -> forward(Forward.Kind.LOCAL, joined(value));
      case "remoteforward" -> forward(Forward.Kind.REMOTE, joined(value));
      case "dynamicforward" -> forward(Forward.Kind.DYNAMIC, joined(value));
      case "permitremoteopen" -> permit = Optional.of(List.of(value.strip().split("\\s+")));
      case "gatewayports" -> gatewayPorts |= isYes(value);
      case "serveraliveinterval" -> alive = span(keyword, value, "alive");
      case "connecttimeout" -> timeout = span(keyword, value, "timeout");
      case "serveralivecountmax" -> countMax(value);
      case "exitonforwardfailure" ->
          notes.add(keyword + ": dropped, tunnels tries a failed forward again by itself");
      default -> other(keyword, value);
    }
  }

  /**
   * @param asked where a SOCKS proxy on the remote side may go, whatever the command says of it
   */
  Optional<Taken> taken(HostWords host, Optional<List<String>> asked) {
    List<ForwardText> forwards =
        wishes.stream()
            .map(wish -> ForwardText.of(wish.kind(), wish.spec(), gatewayPorts))
            .map(forward -> forward.permitting(asked.or(() -> permit).orElse(List.of())))
            .toList();
    Stream<String> texts =
        Stream.of(
                Stream.of(host.text()),
                forwards.stream().map(ForwardText::spec),
                forwards.stream().flatMap(forward -> forward.permit().stream()),
                options.stream(),
                config.stream().map(Path::toString))
            .flatMap(each -> each);
    texts
        .filter(text -> !ProfileText.canSay(text))
        .forEach(text -> obstacles.add("a profile cannot say " + text));
    if (!obstacles.isEmpty()) {
      return Optional.empty();
    }
    ProfileText profile =
        new ProfileText(host.text(), forwards, config.map(Path::toString), options, alive, timeout);
    return Optional.of(new Taken(host.host(), profile, List.copyOf(notes)));
  }

  List<String> obstacles() {
    return List.copyOf(obstacles);
  }

  private void other(String keyword, String value) {
    Optional<String> why = OwnedOptions.why(keyword);
    why.ifPresent(reason -> notes.add(keyword + "=" + value + ": dropped, it " + reason));
    if (why.isEmpty()) {
      keep(keyword, value);
    }
  }

  private void keep(String keyword, String value) {
    options.add(keyword + "=" + value);
  }

  private Optional<Duration> span(String keyword, String value, String key) {
    Optional<Duration> span =
        Seconds.parse(value).filter(read -> !read.isZero() && read.compareTo(DAY) <= 0);
    notes.add(
        keyword
            + "="
            + value
            + (span.isPresent()
                ? ": became " + key + " below [health]"
                : ": dropped, tunnels always has such a limit (" + key + " below [health])"));
    return span;
  }

  private void countMax(String value) {
    if (!value.equals("3")) {
      notes.add("ServerAliveCountMax=" + value + ": dropped, three unanswered end a connection");
    }
  }

  /** ssh_config has two words where a command line has colons. */
  private static String joined(String value) {
    return WORD.matcher(value)
        .results()
        .map(word -> word.group(1) == null ? word.group() : word.group(1))
        .collect(Collectors.joining(":"));
  }

  private static boolean isYes(String value) {
    return lower(value).equals("yes") || lower(value).equals("true");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
