package tunnels.profile;

import java.util.Locale;
import java.util.regex.Pattern;

/** What profiles, tags and connections may be called. */
public final class Names {
  public static final String FORM = "small letters, digits, \".\", \"_\" and \"-\", at most 41";

  private static final int LONGEST = 41;
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (LONGEST - 1) + "}");

  private Names() {}

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The name that is nearest to this text. */
  public static String near(String text) {
    return near(text, "");
  }

  /** The same, with an ending that is not cut off. */
  public static String near(String text, String ending) {
    String name =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[._-]+", "");
    String stem = name.isEmpty() ? "tunnel" : name;
    return stem.substring(0, Math.min(stem.length(), LONGEST - ending.length())) + ending;
  }
}
