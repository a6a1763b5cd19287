package tunnels.report;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as they must be, two spaces apart; the last one is not padded. */
final class Table {

  private record Row(List<String> cells, List<String> beneath) {}

  private final List<Row> rows = new ArrayList<>();

  Table(List<String> header) {
    row(header.stream().map(Style.FAINT::of).toList(), List.of());
  }

  /**
   * @param beneath whole lines that follow the row
   */
  void row(List<String> cells, List<String> beneath) {
    rows.add(new Row(cells, beneath));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append(line(row.cells())).append('\n');
      row.beneath().forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      boolean last = column == cells.size() - 1;
      line.append(cell).append(last ? "" : " ".repeat(width(column) - length(cell) + 2));
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.cells().get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return Style.render(Printable.of(cell), false).length();
  }
}
