package tunnels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tunnels.profile.Catalog;
import tunnels.profile.Fault;
import tunnels.profile.Profile;
import tunnels.state.Said;

/** Tells what is wrong in the user's files. */
final class Faults {

  private static final String SETTINGS = "config.toml";
  private static final String ENDING = ".toml";

  private final Context context;

  Faults(Context context) {
    this.context = context;
  }

  /** Of every file, warnings too. */
  Exit ofAll() {
    return of(context.catalog());
  }

  /** Of everything that was read, warnings too. */
  Exit of(Catalog catalog) {
    for (Fault warning : catalog.warnings()) {
      context.console().say("warning: " + warning);
    }
    return say(catalog.faults());
  }

  /** What will surprise, of those tunnels. */
  void warn(Collection<String> names) {
    for (Fault warning : context.catalog().warnings()) {
      if (concerns(warning, names)) {
        context.console().say("warning: " + warning);
      }
    }
  }

  /** Of those tunnels that have any; a fault of config.toml is every tunnel's. */
  Exit ofTunnels(Collection<String> names) {
    List<Fault> theirs = new ArrayList<>();
    for (Fault fault : context.catalog().faults()) {
      if (concerns(fault, names)) {
        theirs.add(fault);
      }
    }
    return say(theirs);
  }

  /** Of config.toml, which are every tunnel's. */
  Exit ofSettings() {
    List<Fault> theirs = new ArrayList<>();
    for (Fault fault : context.catalog().faults()) {
      if (isOfSettings(fault.file())) {
        theirs.add(fault);
      }
    }
    return say(theirs);
  }

  /** Of every file, those that were not told yet: once, not every minute. */
  void tellNews(Catalog catalog) throws IOException {
    Said said = context.store().said();
    Map<String, String> byFile = new TreeMap<>();
    for (Fault fault : catalog.faults()) {
      String topic = topic(fault.file());
      String before = byFile.containsKey(topic) ? byFile.get(topic) + "\n" : "";
      byFile.put(topic, before + fault);
    }
    for (Map.Entry<String, String> each : byFile.entrySet()) {
      if (said.isNews(each.getKey(), each.getValue())) {
        context.console().say(each.getValue());
      }
    }
    Set<String> mended = new TreeSet<>(Set.of("settings"));
    for (Profile profile : catalog.profiles().values()) {
      mended.add(topic(profile.file()));
    }
    mended.removeAll(byFile.keySet());
    for (String topic : mended) {
      var unused = said.isNews(topic, "");
    }
  }

  /** A profile may be called {@code config.toml} too. */
  private String topic(Path file) {
    return isOfSettings(file) ? "settings" : String.valueOf(file.getFileName());
  }

  private boolean isOfSettings(Path file) {
    return file.equals(context.config().resolve(SETTINGS));
  }

  private static boolean concerns(Fault fault, Collection<String> names) {
    String file = String.valueOf(fault.file().getFileName());
    return (file.equals(SETTINGS) && !names.isEmpty())
        || (file.endsWith(ENDING)
            && names.contains(file.substring(0, file.length() - ENDING.length())));
  }

  private Exit say(List<Fault> faults) {
    for (Fault fault : faults) {
      context.console().say(fault.toString());
    }
    return faults.isEmpty() ? Exit.AS_ASKED : Exit.USAGE;
  }
}
