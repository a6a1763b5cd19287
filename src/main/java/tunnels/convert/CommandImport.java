package tunnels.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.convert.SshWords.Flag;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** Makes a profile of a command line of ssh or autossh. Nothing of it is run. */
public final class CommandImport {

  private static final Pattern OPTION =
      Pattern.compile("[ \\t]*([A-Za-z0-9]+)(?:[ \\t]*=[ \\t]*|[ \\t]+)(\\S.*)");

  /** What ssh_config(5) takes for one word without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./~%+,:@=*\\[\\]-]+");

  private final Takeover takeover = new Takeover();
  private final Path directory;
  private Optional<String> user = Optional.empty();
  private Optional<String> port = Optional.empty();

  private CommandImport(Path directory) {
    this.directory = directory;
  }

  /**
   * @param words of the command, as a shell hands them on
   * @param directory where it would be run: what relative paths start from
   * @param permit where a SOCKS proxy on the remote side may go; empty leaves it to the command
   * @param refuse is told why there can be no profile
   */
  public static Optional<Taken> of(
      List<String> words, Path directory, Optional<List<String>> permit, Consumer<String> refuse) {
    Optional<Invocation> run = Invocation.of(words, refuse);
    Optional<SshWords> ssh =
        run.flatMap(it -> SshWords.parse(it.arguments(), it.autossh(), refuse));
    if (run.isEmpty() || ssh.isEmpty()) {
      return Optional.empty();
    }
    CommandImport reader = new CommandImport(directory);
    run.get().notes().forEach(reader.takeover::note);
    return reader.read(ssh.get(), permit, refuse);
  }

  private Optional<Taken> read(
      SshWords ssh, Optional<List<String>> permit, Consumer<String> refuse) {
    ssh.flags().forEach(this::flag);
    HostWords host = new HostWords(ssh.destination(), user, port);
    if (!ssh.command().isEmpty()) {
      command(ssh, host);
    }
    if (port.isPresent() && !host.canHavePort()) {
      takeover.overriding("Port", port.get());
    }
    if (!takeover.hasForwards()) {
      takeover.obstacle(
          "there is no forward in it: no -L, -R or -D; where ssh_config has them: tunnels import"
              + " --host "
              + host.text());
    }
    Optional<Taken> taken = takeover.taken(host, permit);
    takeover.obstacles().forEach(refuse);
    return taken;
  }

  /** Another ssh there, with forwards of its own, carries the half of a tunnel. */
  private void command(SshWords ssh, HostWords host) {
    String command = String.join(" ", ssh.command());
    CommandFinder there = new CommandFinder(why -> {});
    there.text(command, 1, List.of());
    Optional<SshWords> second =
        there.found().stream()
            .flatMap(found -> Invocation.of(found.words(), why -> {}).stream())
            .flatMap(run -> SshWords.parse(run.arguments(), run.autossh(), why -> {}).stream())
            .filter(words -> words.flags().stream().anyMatch(Flag::isForward))
            .findFirst();
    if (second.isPresent()) {
      String last = second.get().destination();
      takeover.obstacle(
          ("it is two tunnels, the second from " + host.text() + " to " + last)
              + (": one ssh does it by itself, tunnels import -- ssh -J " + host.text())
              + (" -L ... " + last));
    } else {
      takeover.note("the command \"" + command + "\": dropped, a tunnel runs none");
    }
  }

  private void flag(Flag flag) {
    String value = flag.value();
    switch (flag.letter()) {
      case 'L' -> takeover.forward(Forward.Kind.LOCAL, value);
      case 'R' -> takeover.forward(Forward.Kind.REMOTE, value);
      case 'D' -> takeover.forward(Forward.Kind.DYNAMIC, value);
      case 'o' -> option(value);
      case 'l' -> user = once("user", flag).or(() -> user);
      case 'p' -> port = once("port", flag).or(() -> port);
      case 'F' ->
          takeover.config(value.equalsIgnoreCase("none") ? Profile.Ssh.NO_CONFIG : whole(value));
      case 'i' -> keyword("IdentityFile", tilde(value) ? value : whole(value).toString());
      case 'I' -> keyword("PKCS11Provider", value);
      case 'J' -> keyword("ProxyJump", value);
      case 'b' -> keyword("BindAddress", value);
      case 'B' -> keyword("BindInterface", value);
      case 'c' -> keyword("Ciphers", value);
      case 'm' -> keyword("MACs", value);
      case 'k' -> keyword("GSSAPIDelegateCredentials", "no");
      case 'K' -> {
        keyword("GSSAPIAuthentication", "yes");
        keyword("GSSAPIDelegateCredentials", "yes");
      }
      case 'g' -> takeover.gatewayPorts();
      case 'C' -> takeover.overriding("Compression", "yes");
      case '4' -> takeover.overriding("AddressFamily", "inet");
      case '6' -> takeover.overriding("AddressFamily", "inet6");
      default -> without(flag);
    }
  }

  private void without(Flag flag) {
    if (flag.letter() == 'M' && !flag.value().isEmpty()) {
      takeover.note(flag + ": dropped, ssh itself asks the server (alive below [health])");
      return;
    }
    FlagNotes.refused(flag.letter()).ifPresent(takeover::obstacle);
    FlagNotes.dropped(flag.letter()).ifPresent(why -> takeover.note(flag + ": dropped, " + why));
  }

  private void option(String value) {
    Matcher option = OPTION.matcher(value);
    if (!option.matches()) {
      takeover.obstacle("-o " + value + " is no option of ssh: write Keyword=value");
      return;
    }
    takeover.option(option.group(1), option.group(2).strip());
  }

  private void keyword(String keyword, String value) {
    if (value.indexOf('"') >= 0 || value.indexOf('\\') >= 0) {
      takeover.obstacle(keyword + " holds a quote or a backslash: write it into ssh_config");
      return;
    }
    takeover.option(keyword, PLAIN.matcher(value).matches() ? value : '"' + value + '"');
  }

  private Optional<String> once(String keyword, Flag flag) {
    boolean counts = takeover.counts(keyword.toLowerCase(Locale.ROOT));
    if (!counts) {
      takeover.note(flag + ": dropped, ssh takes the first");
    }
    return Optional.of(flag.value()).filter(value -> counts);
  }

  private static boolean tilde(String path) {
    return path.startsWith("~") || path.startsWith("%");
  }

  private Path whole(String path) {
    return path.startsWith("~/") ? Path.of(path) : directory.resolve(path).normalize();
  }
}
