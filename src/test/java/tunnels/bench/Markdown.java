package tunnels.bench;

import java.util.ArrayList;
import java.util.List;

/** The figures as one table. */
final class Markdown {

  private Markdown() {}

  static String of(List<String> host, List<Figure> figures) {
    List<String> lines = new ArrayList<>();
    host.forEach(line -> lines.add("- " + line));
    lines.add("");
    lines.add("| | measured | of | median | least to most | against |");
    lines.add("|---|---|---|--:|--:|--:|");
    String before = "";
    for (Figure figure : figures) {
      String what = figure.what().equals(before) ? "" : figure.what();
      String group = what.isEmpty() ? "" : figure.group();
      lines.add(
          "| %s | %s | %s | %s | %s | %s |"
              .formatted(group, what, figure.who(), figure.text(), figure.range(), figure.ratio()));
      before = figure.what();
    }
    return String.join("\n", lines) + "\n";
  }
}
