package tunnels.report;

import java.util.ArrayList;
import java.util.List;

/** A text as much of which is shown as a screen has room for. */
public final class Frame {

  private final int columns;
  private final int rows;

  public Frame(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Its lines, each {@link Printable} and none too long; the last one says how many are not shown.
   */
  public List<String> of(String text) {
    List<String> all = Printable.of(text).lines().toList();
    List<String> shown = new ArrayList<>(all.subList(0, Math.min(rows, all.size())));
    if (all.size() > rows) {
      shown.set(rows - 1, Style.FAINT.of("... " + (all.size() - rows + 1) + " lines more"));
    }
    return shown.stream().map(line -> Style.cut(line, columns)).toList();
  }
}
