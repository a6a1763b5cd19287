package tunnels.supervise;

/** The one decision: what is wanted and what is the case in, the next step out. */
final class Transition {

  private Transition() {}

  static Step next(Situation now) {
    if (!now.wanted()) {
      return now.launched() ? Step.STOP : Step.REST;
    }
    return switch (now.master()) {
      case LIVE -> living(now);
      case SILENT -> now.mayStart() ? Step.REPLACE : Step.REST;
      case ABSENT, STALE -> now.mayStart() ? Step.START : Step.REST;
    };
  }

  private static Step living(Situation now) {
    if (!now.current() && now.mayStart()) {
      return Step.REPLACE;
    }
    if (!now.proven()) {
      return Step.ADOPT;
    }
    return now.surplus().isEmpty() && now.missing().isEmpty() ? Step.REST : Step.ADJUST;
  }
}
