package tunnels.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures as bars, each thing that was measured on a scale of its own; in SVG. */
final class Picture {

  private static final int WIDTH = 860;
  private static final int BAR_LEFT = 190;
  private static final int BAR_MOST = 430;
  private static final int LINE = 18;
  private static final int GAP = 14;

  private static final String STYLE =
      """
      <style>
        text { font: 12px sans-serif; fill: #222 }
        .what { font-weight: bold }
        .bar { fill: #8a97a8 }
        .ours { fill: #1f77b4 }
        .page { fill: #fff }
        @media (prefers-color-scheme: dark) {
          text { fill: #ddd }
          .bar { fill: #66717f }
          .ours { fill: #58a6ff }
          .page { fill: #0d1117 }
        }
      </style>
      """;

  private final List<String> drawn = new ArrayList<>();
  private int y = GAP;

  private Picture() {}

  static String of(List<Figure> figures) {
    Map<String, List<Figure>> together =
        figures.stream()
            .collect(
                Collectors.groupingBy(
                    f -> f.group() + ": " + f.what(), LinkedHashMap::new, Collectors.toList()));
    Picture picture = new Picture();
    together.forEach(picture::draw);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">\n"
            .formatted(WIDTH, picture.y)
        + STYLE
        + "<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n"
        + String.join("\n", picture.drawn)
        + "\n</svg>\n";
  }

  private void draw(String what, List<Figure> figures) {
    text("what", GAP, what);
    double most =
        figures.stream().mapToDouble(Figure::median).filter(Double::isFinite).max().orElse(1);
    for (Figure figure : figures) {
      double width = Double.isFinite(figure.median()) ? figure.median() / most : 1;
      bar(figure.who().startsWith("tunnels") ? "bar ours" : "bar", Math.max(1, width * BAR_MOST));
      int end = BAR_LEFT + (int) (width * BAR_MOST) + 6;
      text("of", end, (figure.text() + "  " + figure.ratio()).strip(), y);
      text("who", 2 * GAP, figure.who());
    }
    y += GAP;
  }

  private void bar(String kind, double width) {
    drawn.add(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
            kind,
            BAR_LEFT,
            y + 3,
            width,
            LINE - 5));
  }

  private void text(String kind, int x, String words) {
    text(kind, x, words, y);
    y += LINE;
  }

  private void text(String kind, int x, String words, int top) {
    String safe = words.replace("&", "&amp;").replace("<", "&lt;");
    drawn.add(
        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>".formatted(kind, x, top + LINE - 5, safe));
  }
}
