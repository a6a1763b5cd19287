package tunnels.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** A forward as a picture: who listens where, who can connect, and where it ends. */
public final class Drawing {

  private final String line;
  private final String corner;
  private final String head;

  /**
   * @param unicode whether the terminal can show box drawing characters
   */
  public Drawing(boolean unicode) {
    line = unicode ? "│" : "|";
    corner = unicode ? "└──" : "`--";
    head = unicode ? "▶" : ">";
  }

  /**
   * @param listen where it listens, which may be a port that the server picked
   */
  public List<String> of(Forward forward, Profile profile, String listen) {
    String host = profile.host().text();
    boolean remote = forward.listensRemotely();
    String near = remote ? host : "this machine";
    String far = remote ? "this machine" : host;
    List<String> lines = new ArrayList<>();
    lines.add(title(forward));
    lines.add("  on " + near + ": " + listen + proxy(forward) + " listens");
    lines.add("  " + line + "   " + Audience.of(forward, host) + " can connect");
    lines.add("  " + corner + " ssh " + corner.substring(1) + head + " " + far);
    lines.add("         " + " " + corner + head + " " + end(forward, far));
    return lines;
  }

  private static String title(Forward forward) {
    String label = forward.label().map(text -> text + ": ").orElse("");
    return label + forward.kind().word() + " = \"" + forward.spec() + "\"";
  }

  private static String proxy(Forward forward) {
    return forward.socks() ? " (SOCKS)" : "";
  }

  private static String end(Forward forward, String far) {
    Optional<Endpoint> target = forward.target();
    if (target.isPresent()) {
      return target.get() + seen(target.get(), far);
    }
    if (forward.toJob()) {
      return "the server of the job, wherever that runs";
    }
    if (forward.permit().isEmpty()) {
      return "wherever the client asks, as seen from " + far;
    }
    if (forward.permit().equals(List.of("any"))) {
      return "anywhere, this machine's own loopback and network included (permit = \"any\")";
    }
    return "only " + String.join(", ", forward.permit()) + ", as seen from " + far;
  }

  private static String seen(Endpoint target, String far) {
    boolean here = target instanceof Endpoint.Unix || target.toString().startsWith("localhost:");
    return here ? " on " + far : ", as seen from " + far;
  }
}
