package tunnels.profile;

import java.util.Locale;

/** What profiles, tags and connections may be called. */
public final class Names {
  public static final String FORM = "small letters, digits, \".\", \"_\" and \"-\", at most 41";

  private static final int LONGEST = 41;

  private Names() {}

  public static boolean isName(String text) {
    boolean named = !text.isEmpty() && text.length() <= LONGEST && isFirst(text.charAt(0));
    for (int i = 1; named && i < text.length(); i++) {
      named = isFirst(text.charAt(i)) || "._-".indexOf(text.charAt(i)) >= 0;
    }
    return named;
  }

  private static boolean isFirst(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
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
