package tunnels.supervise;

import java.util.Locale;

/** What is the case with a tunnel. */
public enum Phase {
  DOWN,
  /** A job that has not started. */
  QUEUED,
  STARTING,
  /** The master answers and every forward is there. */
  UP,
  /** The master answers, a forward is missing: it is retried without a new login. */
  DEGRADED,
  /** Failed, and retried at a time that is known. */
  WAITING,
  /** Only a person can help. */
  HELD,
  STOPPING;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
