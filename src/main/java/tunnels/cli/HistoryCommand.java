package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tunnels.report.History;
import tunnels.report.HistoryPage;
import tunnels.supervise.Change;
import tunnels.supervise.Survey;

/** {@code history}: ups and downs over time. */
final class HistoryCommand implements Command {

  private final Context context;
  private String name = "";
  private @Nullable String html;

  HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(this, Verb.HISTORY)
        .description(
            "Each cell of the bar shows the worst that happened in it: # up, + degraded, - waiting,"
                + " ! held, . down. What is kept is bounded.",
            "Exit status: 0; 1 the page cannot be written; 2 an unknown name.")
        .optionalParameter("NAME", "A tunnel; all if none is named.", given -> name = given)
        .option(
            "--html",
            "FILE",
            "Write it as one page that needs nothing else: no network, no script. - is stdout.",
            given -> html = given);
  }

  @Override
  public Integer call() throws IOException {
    SortedMap<String, List<Change>> changes = new TreeMap<>();
    for (String each : names()) {
      changes.put(each, context.store().history(each));
    }
    return (html == null ? print(changes) : write(html, changes)).status();
  }

  private SortedSet<String> names() throws IOException {
    Survey survey = context.survey();
    return name.isEmpty()
        ? survey.ours()
        : new TreeSet<>(Set.of(Targets.one(name, survey.names())));
  }

  private Exit print(SortedMap<String, List<Change>> changes) {
    boolean unicode = context.surroundings().unicode();
    changes.forEach(
        (tunnel, all) -> context.console().result(History.of(tunnel, all, now(), zone(), unicode)));
    return Exit.AS_ASKED;
  }

  private Exit write(String file, SortedMap<String, List<Change>> changes) {
    String page = HistoryPage.of(changes, now(), zone());
    if (file.equals("-")) {
      context.console().result(page);
      return Exit.AS_ASKED;
    }
    try {
      new Output(Path.of(file)).write(page);
      return Exit.AS_ASKED;
    } catch (IOException e) {
      context.console().say(file + " cannot be written: " + Output.why(e));
      return Exit.NOT_AS_ASKED;
    }
  }

  private Instant now() {
    return context.surroundings().clock().instant();
  }

  private static ZoneId zone() {
    return ZoneId.systemDefault();
  }
}
