package tunnels.hpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tunnels.profile.Endpoint;
import tunnels.supervise.JobServer;

/** The connection file of a job, each value of which is held against the form it must have. */
final class ConnectionFile {

  private static final String PORT = "[1-9][0-9]{3,4}";
  private static final String COUNT = "[0-9]{1,6}";
  private static final Map<String, Pattern> FORMS =
      Map.ofEntries(
          Map.entry("nonce", Pattern.compile("[0-9a-f]{32}")),
          Map.entry("job", Pattern.compile("[1-9][0-9]{0,9}")),
          Map.entry("node", HopScript.NODE),
          Map.entry("restarts", Pattern.compile(COUNT)),
          Map.entry("pid", Pattern.compile("[1-9][0-9]{0,9}")),
          Map.entry("started", Pattern.compile("[0-9]{1,20}")),
          Map.entry("port", Pattern.compile(PORT)),
          Map.entry("socket", Pattern.compile("(?=.{1,100}$)" + LoginScripts.PLAIN_PATH)),
          Map.entry("mode", Pattern.compile("[a-zA-Z-]{10}[.+@]?")),
          Map.entry("token", Pattern.compile("[A-Za-z0-9._-]{1,128}")),
          Map.entry("sshd", LoginScripts.PLAIN_PATH),
          Map.entry("hostkey", Pattern.compile("[a-z0-9@.-]{1,64} [A-Za-z0-9+/=]{1,1000}")),
          Map.entry("fault", Pattern.compile(".{1,600}")));

  private final Map<String, String> values;

  private ConnectionFile(Map<String, String> values) {
    this.values = values;
  }

  /** Empty if one line is unknown, twice there or not of its form. */
  static Optional<ConnectionFile> parse(List<String> lines) {
    boolean good = lines.stream().allMatch(ConnectionFile::good);
    long names = lines.stream().map(ConnectionFile::name).distinct().count();
    if (!good || names != lines.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new ConnectionFile(
            lines.stream().collect(Collectors.toMap(ConnectionFile::name, ConnectionFile::value))));
  }

  /** Whether it is of this very run of the job: a requeue leaves an old file, ids come again. */
  boolean of(String nonce, String job, int restarts) {
    return of(nonce, job) && is("restarts", Integer.toString(restarts));
  }

  boolean of(String nonce, String job) {
    return is("nonce", nonce) && is("job", job);
  }

  boolean on(String node) {
    return is("node", node);
  }

  Optional<String> fault() {
    return get("fault");
  }

  /** The mode of the server's socket, as ls(1) shows it. */
  Optional<String> mode() {
    return get("mode");
  }

  /** Empty unless all is there that a way to the server needs, and one endpoint. */
  Optional<JobServer> server() {
    boolean whole = List.of("node", "pid", "started", "restarts").stream().allMatch(this::has);
    if (!whole || has("port") == has("socket")) {
      return Optional.empty();
    }
    return Optional.of(
        new JobServer(
            values.getOrDefault("node", ""),
            listens(),
            Long.parseLong(values.getOrDefault("pid", "")),
            values.getOrDefault("started", ""),
            Integer.parseInt(values.getOrDefault("restarts", "")),
            get("token"),
            get("sshd"),
            get("hostkey")));
  }

  private Endpoint listens() {
    return get("port")
        .<Endpoint>map(port -> new Endpoint.Tcp("localhost", Integer.parseInt(port)))
        .orElseGet(() -> new Endpoint.Unix(values.getOrDefault("socket", "")));
  }

  private static boolean good(String line) {
    Pattern form = FORMS.get(name(line));
    return form != null
        && form.matcher(value(line)).matches()
        && (!name(line).equals("port") || Integer.parseInt(value(line)) < 65536);
  }

  private static String name(String line) {
    int end = line.indexOf('=');
    return end < 0 ? line : line.substring(0, end);
  }

  private static String value(String line) {
    return line.substring(line.indexOf('=') + 1);
  }

  private boolean has(String name) {
    return values.containsKey(name);
  }

  private boolean is(String name, String value) {
    return value.equals(values.get(name));
  }

  private Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
