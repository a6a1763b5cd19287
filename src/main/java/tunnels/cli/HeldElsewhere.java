package tunnels.cli;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tunnels.supervise.Store;

/** Tunnels that another process holds: what it has not the lock for is brought up by nobody. */
final class HeldElsewhere {

  private final Context context;

  HeldElsewhere(Context context) {
    this.context = context;
  }

  /** Says which of these are held, and leaves them out. */
  Exit leaveOut(SortedSet<String> names) throws IOException {
    Exit exit = Exit.AS_ASKED;
    for (Iterator<String> each = names.iterator(); each.hasNext(); ) {
      String name = each.next();
      if (context.store().holder(name).isPresent()) {
        context.console().say(why(name));
        each.remove();
        exit = Exit.NOT_AS_ASKED;
      }
    }
    return exit;
  }

  /** Those of these that are held by now, and do not only wait for their lock. */
  Set<String> heldOf(SortedSet<String> names) throws IOException {
    Set<String> held = new TreeSet<>();
    for (String name : names) {
      if (context.store().holder(name).map(Store.Holder::holds).orElse(false)) {
        held.add(name);
      }
    }
    return held;
  }

  /** Which process has it, and what to type. */
  String why(String name) throws IOException {
    Optional<Long> pid = context.store().holder(name).flatMap(Store.Holder::pid);
    return pid.isPresent()
        ? "%s: another process holds it (pid %d): to end that, type: kill %d"
            .formatted(name, pid.get(), pid.get())
        : name + ": another process holds it";
  }
}
