package tunnels.report;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as they must be, two spaces apart; the last one is not padded. */
final class Table {

  private record Row(List<String> cells, List<String> beneath) {}

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
      text.append(line(row.cells(), widths)).append('\n');
      for (String line : row.beneath()) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private int[] widths() {
    int[] widths = new int[rows.get(0).cells().size()];
    for (Row row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], length(row.cells().get(column)));
      }
    }
    return widths;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      boolean last = column == cells.size() - 1;
      line.append(cell).append(last ? "" : " ".repeat(widths[column] - length(cell) + 2));
    }
    return line.toString();
  }

  private static int length(String cell) {
    return isPlain(cell) ? cell.length() : Style.render(Printable.of(cell), false).length();
  }

  /** Nearly all are, where there are many. */
  private static boolean isPlain(String cell) {
    for (int at = 0; at < cell.length(); at++) {
      if (cell.charAt(at) < ' ' || cell.charAt(at) > '~') {
        return false;
      }
    }
    return true;
  }
}
