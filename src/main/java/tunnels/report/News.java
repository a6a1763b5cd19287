package tunnels.report;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tunnels.supervise.Change;
import tunnels.supervise.Phase;

/** Tells of changes as they happen, but not of each attempt that ends as the last one did. */
public final class News {

  private final Map<String, Phase> told = new HashMap<>();
  private final Consumer<String> lines;

  public News(Consumer<String> lines) {
    this.lines = lines;
  }

  public synchronized void tell(Change change) {
    boolean passing = change.to() == Phase.STARTING || change.to() == Phase.STOPPING;
    if (passing || told.put(change.tunnel(), change.to()) == change.to()) {
      return;
    }
    lines.accept(change.tunnel() + ": " + change.to().word() + change.why());
  }
}
