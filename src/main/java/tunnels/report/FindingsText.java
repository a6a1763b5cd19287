package tunnels.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Finding;

/** What {@code doctor} found, in lines and in JSON. */
public final class FindingsText {

  /**
   * A finding and where it is.
   *
   * @param tunnel empty for what is true of the machine
   * @param fixed whether it was mended just now
   */
  public record Found(Optional<String> tunnel, Finding finding, boolean fixed) {

    /** Whether it is still in the way. */
    public boolean hinders() {
      return finding.level() == Finding.Level.BAD && !fixed;
    }
  }

  private FindingsText() {}

  /** A line for each, and one for its remedy. */
  public static String of(List<Found> found) {
    StringBuilder text = new StringBuilder();
    String before = "";
    for (Found each : found) {
      String place = each.tunnel().orElse("this machine");
      text.append(place.equals(before) ? "" : Style.STRONG.of(place) + "\n");
      text.append(lines(each));
      before = place;
    }
    return text.toString();
  }

  /** An array, in the same order; keys are only ever added. */
  public static String json(List<Found> found) {
    Gson gson =
        new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();
    JsonArray array = new JsonArray();
    found.forEach(each -> array.add(json(each)));
    return Printable.json(gson.toJson(array));
  }

  private static String lines(Found each) {
    Finding finding = each.finding();
    String line = "  %s %s: %s\n".formatted(mark(each), finding.about(), finding.what());
    String remedy =
        finding.remedy().filter(r -> !each.fixed()).map(r -> "       " + r + "\n").orElse("");
    return line + remedy;
  }

  private static String mark(Found each) {
    if (each.fixed()) {
      return Style.GOOD.of("done");
    }
    return switch (each.finding().level()) {
      case OK -> Style.GOOD.of("ok  ");
      case WARN -> Style.WARN.of("warn");
      case BAD -> Style.BAD.of("bad ");
    };
  }

  private static JsonObject json(Found each) {
    JsonObject json = new JsonObject();
    json.add("tunnel", text(each.tunnel()));
    json.addProperty("level", each.finding().level().word());
    json.addProperty("about", each.finding().about());
    json.addProperty("message", each.finding().what());
    json.add("remedy", text(each.finding().remedy()));
    json.addProperty("fixable", each.finding().fix().isPresent());
    json.addProperty("fixed", each.fixed());
    return json;
  }

  private static JsonElement text(Optional<String> value) {
    return value.<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE);
  }
}
