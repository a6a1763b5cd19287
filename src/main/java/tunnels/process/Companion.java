package tunnels.process;

/** A shell command that holds a lock beside us, and ends neither before nor long after us. */
public interface Companion extends AutoCloseable {

  /** Where there is no lock. */
  Companion NONE =
      new Companion() {
        @Override
        public void end() {}

        @Override
        public void close() {}
      };

  /** Hears of it, from another thread. */
  interface Listener {

    /** Its first line is there. */
    void firstLine();

    /**
     * It has ended, or could not be started.
     *
     * @param unwatched whether it may still run, and only the shell that watches it has ended
     */
    void ended(boolean unwatched);
  }

  /** Ends it with its children, by SIGTERM, then by SIGKILL; returns when it is gone. */
  void end();

  /** Without {@link #end}, leaves it to its watcher, as when we are killed. */
  @Override
  void close();
}
