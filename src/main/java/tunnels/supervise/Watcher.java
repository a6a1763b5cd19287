package tunnels.supervise;

/** Hears of each change of phase as it happens. */
@FunctionalInterface
public interface Watcher {
  void changed(Change change);
}
