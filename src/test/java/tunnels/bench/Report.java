package tunnels.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The figures as they come: printed at once, and written as one table and one picture. */
final class Report {

  private final List<Figure> figures = new ArrayList<>();

  /** Of the first of several contestants, or of one that stands for itself. */
  Figure add(String group, String what, String who, Unit unit, List<Double> values) {
    return add(new Figure(group, what, who, unit, values, Optional.empty()));
  }

  Figure add(Figure figure) {
    figures.add(figure);
    System.out.println(
        "%-9s %-58s %-22s %14s  %s"
            .formatted(figure.group(), figure.what(), figure.who(), figure.text(), figure.ratio())
            .stripTrailing());
    return figure;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("bench.md"), Markdown.of(Host.here(), figures));
    Files.writeString(folder.resolve("bench.svg"), Picture.of(figures));
  }
}
