package tunnels.report;

/** Text within HTML, wherever it may come from: it stays text, in attributes too. */
final class Html {

  private Html() {}

  static String text(String words) {
    return Printable.of(words)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * A cell of a table that is folded on a narrow screen, where its label stands in front.
   *
   * @param html its content, escaped
   */
  static String cell(String label, String html) {
    return "<td data-label=\"%s\"><span>%s</span></td>".formatted(text(label), html);
  }

  /** The head of such a table. */
  static String head(String... labels) {
    StringBuilder head = new StringBuilder("<thead><tr>");
    for (String label : labels) {
      head.append("<th scope=\"col\">").append(text(label)).append("</th>");
    }
    return head.append("</tr></thead>\n").toString();
  }
}
