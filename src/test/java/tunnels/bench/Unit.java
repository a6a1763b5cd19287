package tunnels.bench;

import java.util.Locale;

/** What a figure counts. */
enum Unit {
  MILLISECONDS("%.0f ms"),
  FINE("%.2f ms"),
  SECONDS("%.2f s"),
  MEBIBYTES("%.1f MiB"),
  CPU_PER_MINUTE("%.2f CPU s/min"),
  MEGABYTES_PER_SECOND("%.0f MB/s"),
  COUNT("%.0f");

  private final String format;

  Unit(String format) {
    this.format = format;
  }

  String text(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "never";
  }
}
