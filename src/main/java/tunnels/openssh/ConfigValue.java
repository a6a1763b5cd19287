package tunnels.openssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A value of {@code ssh -G} as a line of ssh_config(5) has it: with the quotes that it had. */
public final class ConfigValue {

  /** One path for each line, which ssh -G prints as it was written. */
  private static final Set<String> FILE =
      Set.of("identityfile", "certificatefile", "pkcs11provider", "securitykeyprovider");

  /** Paths in which ssh -G has expanded what was to be expanded. */
  private static final Set<String> EXPANDED = Set.of("identityagent", "userknownhostsfile");

  private static final Set<String> LISTS =
      Set.of("userknownhostsfile", "globalknownhostsfile", "revokedhostkeys");

  private ConfigValue() {}

  public static String of(EffectiveConfig.Setting setting) {
    String keyword = setting.keyword();
    String value = setting.value();
    if (!FILE.contains(keyword) && !EXPANDED.contains(keyword) && !LISTS.contains(keyword)) {
      return value;
    }
    List<String> words = new ArrayList<>();
    for (String path :
        LISTS.contains(keyword) ? PathList.split(value, PathList::exists) : List.of(value)) {
      String text = EXPANDED.contains(keyword) ? path.replace("%", "%%") : path;
      words.add(text.matches(".*[ \\t#].*") ? '"' + text + '"' : text);
    }
    return String.join(" ", words);
  }
}
