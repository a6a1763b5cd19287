package tunnels.profile;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what ssh(1) takes as its destination, and refuses what would only look like one. */
final class DestinationParser {
  private static final String URI = "ssh://";

  /** Apart, so that nothing is compiled before it is needed. */
  private static final class Patterns {
    static final Pattern AUTHORITY =
        Pattern.compile("(?:([^@]*)@)?(\\[[^\\]]*\\]|[^:/@]*)(?::([^/]*))?(/.*)?");

    /** All that ssh takes in a URI (misc.c, valid_domain): no IPv6 address either. */
    static final Pattern DOMAIN = Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._-]*");
  }

  private final String text;
  private final Consumer<String> refuse;

  private DestinationParser(String text, Consumer<String> refuse) {
    this.text = text;
    this.refuse = refuse;
  }

  static Optional<Destination> parse(String text, Consumer<String> refuse) {
    DestinationParser parser = new DestinationParser(text, refuse);
    if (text.startsWith("-")) {
      return parser.wrong(" begins with a dash, and would be an option of ssh: write a host");
    }
    return text.startsWith(URI) ? parser.uri() : parser.plain();
  }

  private Optional<Destination> plain() {
    int at = text.lastIndexOf('@');
    Optional<String> user = at < 0 ? Optional.empty() : Optional.of(text.substring(0, at));
    String host = text.substring(at + 1);
    if (host.contains("://")) {
      return wrong(" is no destination of ssh: write \"ssh://HOST:PORT\", in small letters");
    }
    if (host.contains(":") && !HostText.isIpv6(host)) {
      return wrong(colon(host, text.substring(0, at + 1)));
    }
    return checked(user, host, Optional.empty());
  }

  /** A colon is for scp; ssh would look for a host of that whole name. */
  private static String colon(String host, String user) {
    if (host.startsWith("[")) {
      return " has brackets, which ssh takes for a part of the name: write the address without";
    }
    String[] parts = host.split(":", 2);
    boolean port = parts[1].matches("[0-9]+");
    String write = port ? URI + user + host : user + parts[0];
    return " has a colon, which ssh takes for a part of the name: write " + Quote.quote(write);
  }

  private Optional<Destination> uri() {
    Matcher uri = Patterns.AUTHORITY.matcher(text.substring(URI.length()));
    if (!uri.matches()) {
      return wrong(" is no address: write \"ssh://USER@HOST:PORT\"");
    }
    String host = uri.group(2);
    if (host.startsWith("[")) {
      return wrong(
          " has an IPv6 address, which ssh does not take there: write the address alone, and "
              + "options = [\"Port=...\"] below [ssh]");
    }
    if (!Patterns.DOMAIN.matcher(host).matches()) {
      return wrong(" has no host that ssh takes there: write \"ssh://USER@HOST:PORT\"");
    }
    if (!Optional.ofNullable(uri.group(4)).orElse("/").equals("/")) {
      return wrong(" has a path, which ssh refuses: write it without");
    }
    return port(uri, host);
  }

  private Optional<Destination> port(Matcher uri, String host) {
    Optional<String> digits = Optional.ofNullable(uri.group(3));
    Optional<Integer> port = digits.isPresent() ? Ports.parse(digits.get()) : Optional.empty();
    if (digits.isPresent() && port.orElse(0) == 0) {
      return wrong(" has no port from 1 to 65535 after the colon: write one, or no colon");
    }
    Optional<String> user = Optional.ofNullable(uri.group(1));
    if (user.isPresent() && (user.get().contains("%") || user.get().contains("+"))) {
      return wrong(
          " has a user that ssh would decode: write \"USER@HOST\", and options = [\"Port=...\"] "
              + "below [ssh]");
    }
    return checked(user, host, port);
  }

  private Optional<Destination> checked(
      Optional<String> user, String host, Optional<Integer> port) {
    Optional<String> wrongUser =
        user.isPresent() ? HostText.wrongUser(user.get()) : Optional.empty();
    Optional<String> why = wrongUser.isPresent() ? wrongUser : HostText.wrong(host);
    if (why.isPresent()) {
      refuse.accept(why.get());
      return Optional.empty();
    }
    return Optional.of(new Destination(text, user, host, port));
  }

  private Optional<Destination> wrong(String why) {
    refuse.accept(Quote.quote(text) + why);
    return Optional.empty();
  }
}
