package tunnels.profile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One profile file, valid and complete: defaults of {@code config.toml} and of the program are
 * filled in.
 */
public record Profile(
    String name,
    Path file,
    String description,
    Destination host,
    List<String> tags,
    boolean autostart,
    boolean unattended,
    List<Forward> forwards,
    Ssh ssh,
    Retry retry,
    Health health,
    Optional<Job> job) {

  public Profile {
    tags = List.copyOf(tags);
    forwards = List.copyOf(forwards);
  }

  /** The connection that this tunnel rides on: a shared one, or its own. */
  public String connection() {
    return ssh.connection().orElse(name);
  }

  /**
   * How ssh is run.
   *
   * @param config as ssh -F, absolute, or {@link #NO_CONFIG}
   * @param options as ssh -o, each {@code Keyword=value}; the first of a keyword wins
   * @param remoteCommands false: nothing is ever run on the remote side
   * @param logins how many may be under way to one server
   */
  public record Ssh(
      Optional<Path> config,
      List<String> options,
      Optional<String> connection,
      boolean remoteCommands,
      int logins) {

    /** No file at all, the system's included: ssh reads nothing from it. */
    public static final Path NO_CONFIG = Path.of("/dev/null");

    public Ssh {
      options = List.copyOf(options);
    }
  }

  /**
   * How failures are retried: doubling from {@code first} to {@code max}.
   *
   * @param held how often a held tunnel is tried unattended; empty is never
   */
  public record Retry(Duration first, Duration max, Optional<Duration> held) {

    /** Where nobody says otherwise. */
    public static final Retry STANDARD =
        new Retry(Duration.ofSeconds(1), Duration.ofSeconds(60), Optional.empty());
  }

  /**
   * @param alive ServerAliveInterval, whole seconds; three unanswered end the connection
   * @param timeout ConnectTimeout, whole seconds
   */
  public record Health(Duration alive, Duration timeout) {}
}
