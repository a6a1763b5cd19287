package tunnels.openssh;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a check saw.
 *
 * @param about what was looked at, in a word or two: {@code key}, {@code port 8888}
 * @param remedy what to do or to type; empty where there is nothing to do
 * @param fix does what can be done without asking
 */
public record Finding(
    Level level, String about, String what, Optional<String> remedy, Optional<Fix> fix) {

  /** How bad it is. */
  public enum Level {
    OK,
    /** A tunnel can be up in spite of it. */
    WARN,
    /** It keeps a tunnel from being up, or from coming back by itself. */
    BAD;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Mends something that is ours. */
  public interface Fix {
    void apply() throws IOException;
  }

  public static Finding ok(String about, String what) {
    return new Finding(Level.OK, about, what, Optional.empty(), Optional.empty());
  }

  public static Finding warn(String about, String what, String remedy) {
    return new Finding(Level.WARN, about, what, Optional.of(remedy), Optional.empty());
  }

  public static Finding bad(String about, String what, String remedy) {
    return new Finding(Level.BAD, about, what, Optional.of(remedy), Optional.empty());
  }

  /** The same of another host than the tunnel's, a jump host. */
  Finding at(String host) {
    return new Finding(level, about + " at " + host, what, remedy, fix);
  }

  /** The same where a tunnel is up in spite of it. */
  Finding lessened() {
    return level == Level.BAD ? new Finding(Level.WARN, about, what, remedy, fix) : this;
  }

  public Finding fixedBy(Fix mends) {
    return new Finding(level, about, what, remedy, Optional.of(mends));
  }
}
