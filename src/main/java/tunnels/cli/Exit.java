package tunnels.cli;

import java.util.Collection;
import java.util.List;

/** Exit statuses, as scripts rely on them. */
enum Exit {
  AS_ASKED(0),
  NOT_AS_ASKED(1),
  USAGE(2),
  NOT_UP(3),
  HELD(4),
  FAULT(70);

  /** Where several apply, the first of these counts. */
  private static final List<Exit> GRAVEST = List.of(FAULT, USAGE, HELD, NOT_UP, NOT_AS_ASKED);

  private final int status;

  Exit(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  static Exit gravest(Collection<Exit> all) {
    for (Exit grave : GRAVEST) {
      if (all.contains(grave)) {
        return grave;
      }
    }
    return AS_ASKED;
  }
}
