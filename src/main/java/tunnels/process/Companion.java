package tunnels.process;

/** A command that runs beside us for as long as it likes. */
public interface Companion extends AutoCloseable {

  /** Ends it with its children, by SIGTERM, then by SIGKILL; returns when it is gone. */
  @Override
  void close();
}
