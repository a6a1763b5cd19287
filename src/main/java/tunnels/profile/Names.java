package tunnels.profile;

import java.util.regex.Pattern;

/** What profiles, tags and connections may be called. */
final class Names {
  static final String FORM = "small letters, digits, \".\", \"_\" and \"-\", at most 41";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,40}");

  private Names() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
