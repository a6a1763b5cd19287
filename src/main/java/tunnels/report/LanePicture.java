package tunnels.report;

import java.util.ArrayList;
import java.util.List;

/** Machines below each other, and a line for each forward from where it begins to where it ends. */
final class LanePicture {

  static final int WIDTH = 80;

  /** What stands where a lane begins or ends. */
  enum Mark {
    LISTENS("○", "o"),
    DOWN("▼", "v"),
    UP("▲", "^");

    private final String unicode;
    private final String ascii;

    Mark(String unicode, String ascii) {
      this.unicode = unicode;
      this.ascii = ascii;
    }
  }

  /**
   * One end of a forward.
   *
   * @param lane of the forward, from 0
   * @param more stands beneath the text; may be empty
   * @param alarming whether it is to be seen first
   */
  record End(int lane, Mark mark, String text, String more, boolean alarming) {}

  private enum Kind {
    OUTSIDE,
    INSIDE,
    TOP,
    BOTTOM
  }

  /**
   * @param lane that begins or ends here; -1 is none
   */
  private record Row(Kind kind, String text, int lane, String mark) {}

  private final boolean unicode;
  private final int lanes;
  private final List<Row> rows = new ArrayList<>();
  private final int[] first;
  private final int[] last;

  LanePicture(boolean unicode, int lanes) {
    this.unicode = unicode;
    this.lanes = lanes;
    this.first = new int[lanes];
    this.last = new int[lanes];
  }

  /** A machine, and what begins or ends on it. */
  void machine(String title, List<End> ends) {
    row(Kind.TOP, " " + Style.STRONG.of(Style.cut(plain(title), room())) + " ");
    ends.forEach(end -> end(Kind.INSIDE, end));
    row(Kind.BOTTOM, "");
  }

  /** Beyond the machine above or below. */
  void beyond(List<End> ends) {
    ends.forEach(end -> end(Kind.OUTSIDE, end));
  }

  /** What carries the lanes from one machine to the next. */
  void link(String text) {
    wrapped(text, "").forEach(line -> row(Kind.OUTSIDE, Style.FAINT.of(line)));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < rows.size(); at++) {
      lines.add(line(at));
    }
    return lines;
  }

  private void end(Kind kind, End end) {
    note(end.lane());
    String mark = unicode ? end.mark().unicode : end.mark().ascii;
    int at = end.lane();
    for (String line : wrapped(end.text(), "")) {
      rows.add(new Row(kind, end.alarming() ? Style.BAD.of(line) : line, at, mark));
      at = -1;
    }
    Style style = end.alarming() ? Style.BAD : Style.FAINT;
    wrapped(end.more(), "  ").forEach(line -> row(kind, style.of(line)));
  }

  /** The next row is one of the two ends of a lane. */
  private void note(int lane) {
    first[lane] = first[lane] == 0 ? rows.size() + 1 : first[lane];
    last[lane] = rows.size() + 1;
  }

  private void row(Kind kind, String text) {
    rows.add(new Row(kind, text, -1, ""));
  }

  private int room() {
    return WIDTH - 2 * lanes - 6;
  }

  /** In lines that have room; a word that has none is cut. */
  private List<String> wrapped(String text, String indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    for (String word : plain(text).split(" ")) {
      boolean full = line.length() + word.length() + 1 > room();
      if (full && line.length() > indent.length()) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    if (line.length() > indent.length()) {
      lines.add(line.toString());
    }
    return lines.stream().map(each -> Style.cut(each, room())).toList();
  }

  private static String plain(String text) {
    return Printable.of(text).replace('\n', ' ');
  }

  private String line(int at) {
    Row row = rows.get(at);
    boolean border = row.kind() == Kind.TOP || row.kind() == Kind.BOTTOM;
    String space = border ? glyph("─", "-") : " ";
    StringBuilder line = new StringBuilder(left(row.kind())).append(space);
    for (int lane = 0; lane < lanes; lane++) {
      boolean crossed = first[lane] - 1 < at && at < last[lane] - 1;
      String through = border ? glyph("┼", "+") : glyph("│", "|");
      line.append(lane == row.lane() ? row.mark() : crossed ? through : space).append(space);
    }
    line.append(border ? "" : " ").append(row.text());
    if (row.kind() == Kind.OUTSIDE) {
      return line.toString().stripTrailing();
    }
    int used = Style.render(line.toString(), false).length();
    return line.append(space.repeat(WIDTH - 1 - used)).append(right(row.kind())).toString();
  }

  private String left(Kind kind) {
    return switch (kind) {
      case OUTSIDE -> " ";
      case INSIDE -> glyph("│", "|");
      case TOP -> glyph("┌", "+");
      case BOTTOM -> glyph("└", "+");
    };
  }

  private String right(Kind kind) {
    return switch (kind) {
      case OUTSIDE -> "";
      case INSIDE -> glyph("│", "|");
      case TOP -> glyph("┐", "+");
      case BOTTOM -> glyph("┘", "+");
    };
  }

  private String glyph(String drawn, String ascii) {
    return unicode ? drawn : ascii;
  }
}
