package tunnels.service;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tunnels.process.Finished;
import tunnels.process.Processes;

/** The user's crontab, through crontab(1). One that could not be kept as it is, is left alone. */
public final class Crontab implements Service {

  private static final String UNREADABLE = "\uFFFD";
  private static final int LARGEST = 100_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Processes processes;
  private final Invocation invocation;

  public Crontab(Processes processes, Invocation invocation) {
    this.processes = processes;
    this.invocation = invocation;
  }

  @Override
  public String text() {
    return CronTable.with("", CronTable.lines(invocation));
  }

  @Override
  public String install() throws Refusal {
    String before = read();
    String after = CronTable.with(before, CronTable.lines(invocation));
    if (after.equals(before)) {
      return "in the crontab already";
    }
    write(after);
    return "in the crontab now: at boot, and every minute";
  }

  @Override
  public String uninstall() throws Refusal {
    String before = read();
    String after = CronTable.without(before);
    if (after.equals(before)) {
      return "not in the crontab";
    }
    if (after.isEmpty()) {
      run(List.of("crontab", "-r"), "");
    } else {
      write(after);
    }
    return "no longer in the crontab";
  }

  /** A user without one: crontab says so and fails. */
  private String read() throws Refusal {
    Finished listed = processes.run(List.of("crontab", "-l"), "", LIMIT);
    if (listed.ok()) {
      return keepable(listed.out());
    }
    if (listed.err().toLowerCase(Locale.ROOT).contains("no crontab")) {
      return "";
    }
    throw failed("crontab -l", listed);
  }

  private static String keepable(String table) throws Refusal {
    if (table.contains(UNREADABLE) || table.length() > LARGEST) {
      throw new Refusal(
          "the crontab is not in UTF-8, or very long, and is left alone: `crontab -e`, with the"
              + " lines that `tunnels install cron --dry-run` prints");
    }
    return table;
  }

  private void write(String table) throws Refusal {
    run(List.of("crontab", "-"), table);
  }

  private void run(List<String> command, String input) throws Refusal {
    Finished finished = processes.run(command, input, LIMIT);
    if (!finished.ok()) {
      throw failed(String.join(" ", command), finished);
    }
  }

  private static Refusal failed(String command, Finished finished) {
    if (finished.status() == Finished.NOT_STARTED) {
      return new Refusal("there is no crontab here: install cron; --dry-run prints the lines");
    }
    return new Refusal("`" + command + "` failed: " + finished.err().strip());
  }
}
