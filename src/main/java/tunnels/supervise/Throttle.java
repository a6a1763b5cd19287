package tunnels.supervise;

/** Who may log in to a server now, so that one that is dead or angry sees a few attempts only. */
interface Throttle {

  /** A command that a person or cron runs tries each connection once. */
  Throttle NONE =
      new Throttle() {
        @Override
        public boolean admit(String connection, String server, int most, boolean died) {
          return true;
        }

        @Override
        public void over(String connection, LoginOutcome outcome) {}
      };

  /**
   * Asked before each login; whoever is admitted says afterwards that it is {@link #over}.
   *
   * @param server where ssh goes and which way, as {@code ssh -G} says now
   * @param most how many may be under way to a server that lets us in
   * @param died whether its master was found dead just now
   * @return false if it has to wait for its turn
   */
  boolean admit(String connection, String server, int most, boolean died);

  /** Nothing happens where it was not admitted. */
  void over(String connection, LoginOutcome outcome);
}
