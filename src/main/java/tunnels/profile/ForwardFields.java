package tunnels.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Splits a forward at its colons exactly as ssh does (readconf.c, parse_fwd_field). */
final class ForwardFields {
  private static final int MOST = 4;

  /**
   * @param path whether ssh takes it for a Unix socket: it holds a slash that is not escaped
   */
  record Field(String text, boolean path) {}

  private final String spec;
  private final List<Field> fields = new ArrayList<>();
  private int at = 0;

  private ForwardFields(String spec) {
    this.spec = spec;
  }

  static Optional<List<Field>> split(String spec, Consumer<String> refuse) {
    ForwardFields split = new ForwardFields(spec.stripLeading());
    boolean read = true;
    while (read && split.at < split.spec.length()) {
      read = split.spec.charAt(split.at) == '[' ? split.bracketed() : split.bare();
    }
    Optional<String> why = read ? split.count() : Optional.of(split.unclosed());
    if (why.isPresent()) {
      refuse.accept(Quote.quote(spec) + why.get());
      return Optional.empty();
    }
    return Optional.of(split.fields);
  }

  private Optional<String> count() {
    if (fields.isEmpty()) {
      return Optional.of(" is empty: write a forward, as \"8080:localhost:80\"");
    }
    return fields.size() <= MOST
        ? Optional.empty()
        : Optional.of(" has too many colons: write an IPv6 address in [brackets]");
  }

  private String unclosed() {
    return spec.charAt(at) == '['
        ? " has a [ without a ] that ends the field: write [address]:port"
        : " ends in a backslash: write it without";
  }

  private boolean bracketed() {
    int end = spec.indexOf(']', at);
    if (end < 0 || (end + 1 < spec.length() && spec.charAt(end + 1) != ':')) {
      return false;
    }
    String text = spec.substring(at + 1, end);
    fields.add(new Field(text, text.contains("/")));
    at = Math.min(end + 2, spec.length());
    return true;
  }

  private boolean bare() {
    int colon = spec.indexOf(':', at);
    String text = spec.substring(at, colon < 0 ? spec.length() : colon);
    if (text.indexOf('\\') >= 0) {
      return escaped();
    }
    fields.add(new Field(text, text.indexOf('/') >= 0));
    at += text.length() + 1;
    return true;
  }

  private boolean escaped() {
    StringBuilder text = new StringBuilder();
    boolean path = false;
    int i = at;
    for (; i < spec.length() && spec.charAt(i) != ':'; i++) {
      boolean escaped = spec.charAt(i) == '\\';
      i += escaped ? 1 : 0;
      if (i == spec.length()) {
        return false;
      }
      path |= !escaped && spec.charAt(i) == '/';
      text.append(spec.charAt(i));
    }
    fields.add(new Field(text.toString(), path));
    at = i + 1;
    return true;
  }
}
