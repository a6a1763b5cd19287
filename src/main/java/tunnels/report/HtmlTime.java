package tunnels.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Points in time within HTML, in the words of one time zone. */
final class HtmlTime {

  private final DateTimeFormatter words;
  private final DateTimeFormatter zone;

  HtmlTime(ZoneId zone) {
    this.words = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    this.zone = DateTimeFormatter.ofPattern("VV (OOOO)", Locale.ROOT).withZone(zone);
  }

  String words(Instant at) {
    return words.format(at);
  }

  /** An element. */
  String of(Instant at) {
    String exact = at.truncatedTo(ChronoUnit.SECONDS).toString();
    return "<time datetime=\"%s\">%s</time>".formatted(exact, words(at));
  }

  /** The zone's name, and what it is ahead of GMT at this time. */
  String zone(Instant at) {
    return zone.format(at);
  }
}
