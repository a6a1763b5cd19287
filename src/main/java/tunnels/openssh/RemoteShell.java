package tunnels.openssh;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tunnels.process.Finished;
import tunnels.process.Processes;
import tunnels.process.Signs;
import tunnels.profile.Destination;

/**
 * Runs POSIX scripts on the far side, over a master, whatever the login shell there is and whatever
 * its start-up files do: they may print anything, read stdin, take long, loop, end the shell or
 * replace it. So a script says by a line of its own that it ran, and what came of it.
 */
public final class RemoteShell {

  /** How long a login shell may take to come to our command. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What scripts print first and last; a trace of a command line does not show these words. */
  private static final String BEGIN = "tunnels-begin";

  private static final String END = "tunnels-end";
  private static final String SPLIT_END = "tunnels-\"\"end";

  /** {@code say WORD} is the end of a script. */
  private static final String SAY =
      "say() { echo; echo \"tunnels-\"\"said=$1; %s\"; exit 0; }; ".formatted(SPLIT_END);

  private static final Pattern SAID = Pattern.compile("tunnels-said=([a-z]+);");

  /** A start-up file that reads an answer gets empty ones. */
  private static final String ANSWERS = "\n".repeat(32);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");
  private static final Pattern NOT_ENCODED = Pattern.compile("[A-Za-z0-9_./:=%+,-]");
  private static final Pattern NOT_EVERYWHERE = Pattern.compile("['\\\\]|!(?! )");

  /** A backslash by its number, which fish, csh and sh hand on alike to tr(1). */
  private static final String BACKSLASH = "\"\\\\134\"";

  private final Processes processes;

  RemoteShell(Processes processes) {
    this.processes = processes;
  }

  /**
   * Runs a script of one line that ends with {@code say WORD}.
   *
   * @param script as {@link #line} takes it
   */
  RemoteAnswer ask(
      ControlSocket master, Destination host, Duration limit, String script, String... arguments) {
    String line = line(SAY + script, arguments);
    Finished finished =
        processes.run(
            command(master, host, line), onStdin(line), new Signs(END, limit, END), limit);
    Matcher said = SAID.matcher(finished.out());
    return said.find() && finished.out().contains(END)
        ? RemoteAnswer.said(said.group(1))
        : RemoteAnswer.none(finished, limit);
  }

  /**
   * Has a script of one line run, and waits for nothing.
   *
   * @param output where what it and the login shell print goes
   * @return false if it could not be started
   */
  boolean leave(ControlSocket master, Destination host, String script, Path output, long most) {
    String line = line(script);
    return processes.leave(command(master, host, line), onStdin(line), output, most);
  }

  /**
   * Runs a script of many lines, by the stdin of sh: not to be seen in ps(1) there.
   *
   * @param limit from when the login shell has come to it
   */
  RemoteAnswer run(ControlSocket master, Destination host, String script, Duration limit) {
    String input =
        ANSWERS
            + "printf '\\ntunnels-%s\\n' begin\n"
            + script
            + "\nprintf '\\ntunnels-%s\\n' end\n";
    Signs signs = new Signs(BEGIN, PATIENCE, END);
    Finished finished = processes.run(command(master, host, "exec sh"), input, signs, limit);
    String out = finished.out();
    int begin = out.lastIndexOf(BEGIN);
    return begin < 0
        ? RemoteAnswer.none(finished, PATIENCE)
        : RemoteAnswer.said(out.substring(begin + BEGIN.length()));
  }

  /**
   * A start-up file may have replaced the login shell ({@code exec tcsh}) before it looked at its
   * command: its successor reads stdin, in which the same line stands.
   */
  private static String onStdin(String line) {
    return ANSWERS + line + "\n";
  }

  private static List<String> command(ControlSocket master, Destination host, String line) {
    List<String> command = new ArrayList<>(client(master));
    command.addAll(List.of("--", host.text(), line));
    return command;
  }

  /**
   * An ssh that does something over a master, up to its destination. The user's config is not read
   * again: a RemoteCommand there would be an error, LocalForward lines would be opened on our
   * master. Should the master be gone, ssh must not log in by itself.
   */
  public static List<String> client(ControlSocket master) {
    return List.of(
        "ssh",
        "-F",
        "none",
        "-S",
        master.path().toString(),
        "-a",
        "-x",
        "-T",
        "-o",
        "ProxyCommand=false",
        "-o",
        "BatchMode=yes");
  }

  /**
   * One line that runs a script, whatever the login shell is: csh ends a word at a line break, fish
   * takes two backslashes for one, and csh a {@code !} for the history unless a space follows (seen
   * with tcsh 6.24 and {@code -c}).
   *
   * @param script lines each of which ends where a shell lets a space follow, as in {@code ;}
   * @param arguments {@code $1} and so on of the script
   */
  public static String line(String script, String... arguments) {
    String words =
        Stream.of(arguments).map(word -> " " + quote(word)).collect(Collectors.joining());
    String line = script.strip().replaceAll("\\n *", " ");
    if (NOT_EVERYWHERE.matcher(line.replace(BACKSLASH, "")).find()) {
      throw new IllegalArgumentException("not for every login shell: " + line);
    }
    return "exec sh -c " + quote(line) + (words.isEmpty() ? "" : " tunnels" + words);
  }

  /** Any text as an argument of {@link #line}, for {@link #decode}. */
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      String letter = String.valueOf((char) (each & 0xff));
      boolean plain = NOT_ENCODED.matcher(letter).matches();
      encoded.append(plain ? letter : "@0%03o".formatted(each & 0xff));
    }
    return encoded.toString();
  }

  /** Sets a variable of a script to what its argument of that number was encoded from. */
  static String decode(String variable, int argument) {
    return "%1$s=$(printf %%s \"$%2$d\" | tr @ %3$s); %1$s=$(printf %%b \"$%1$s\"); "
        .formatted(variable, argument, BACKSLASH);
  }

  /** As {@link #quote}, but for what needs no quotes. */
  public static String word(String text) {
    return isPlain(text) ? text : quote(text);
  }

  /** Whether every shell reads this as itself. */
  static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches();
  }

  /** A word of a POSIX shell that stands for exactly this text. */
  public static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
