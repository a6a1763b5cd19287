package tunnels.report;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as they must be, two spaces apart; the last one is not padded. */
final class Table {

  private static final class Row {
    final List<String> cells;
    final List<String> beneath;

    /** How many characters are seen of each cell. */
    final int[] lengths;

    Row(List<String> cells, List<String> beneath) {
      this.cells = cells;
      this.beneath = beneath;
      this.lengths = new int[cells.size()];
      for (int column = 0; column < lengths.length; column++) {
        lengths[column] = length(cells.get(column));
      }
    }
  }

  private final List<Row> rows = new ArrayList<>();

  Table(List<String> header) {
    List<String> cells = new ArrayList<>();
    for (String word : header) {
      cells.add(Style.FAINT.of(word));
    }
    row(cells, List.of());
  }

  /**
   * @param beneath whole lines that follow the row
   */
  void row(List<String> cells, List<String> beneath) {
    rows.add(new Row(cells, beneath));
  }

  @Override
  public String toString() {
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      append(row, widths, text);
      for (String line : row.beneath) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private int[] widths() {
    int[] widths = new int[rows.get(0).cells.size()];
    for (Row row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.lengths[column]);
      }
    }
    return widths;
  }

  private static void append(Row row, int[] widths, StringBuilder text) {
    int last = widths.length - 1;
    for (int column = 0; column < last; column++) {
      String cell = row.cells.get(column);
      text.append(cell).append(" ".repeat(widths[column] - row.lengths[column] + 2));
    }
    text.append(row.cells.get(last)).append('\n');
  }

  private static int length(String cell) {
    int seen = 0;
    for (int at = 0; at < cell.length(); at++) {
      char each = cell.charAt(at);
      if (!Printable.isPlain(each)) {
        return Style.render(Printable.of(cell), false).length();
      }
      seen += Style.isMark(each) ? 0 : 1;
    }
    return seen;
  }
}
