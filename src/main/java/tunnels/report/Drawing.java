package tunnels.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Job;
import tunnels.profile.Profile;
import tunnels.report.LanePicture.End;
import tunnels.report.LanePicture.Mark;
import tunnels.supervise.Following;
import tunnels.supervise.JobRecord;
import tunnels.supervise.TunnelStatus;
import tunnels.supervise.Way;

/**
 * A tunnel as a picture, machine by machine: what listens on each, who can connect to it, and where
 * each forward ends.
 */
public final class Drawing {

  private static final String HERE = "this machine";

  /** With more, the lines take the room that the words need. */
  private static final int MOST_LANES = 10;

  private static final int LONGEST_NAME = 40;

  private final boolean unicode;
  private final Profile profile;
  private final TunnelStatus status;
  private final String host;

  /**
   * @param unicode whether the terminal can show box drawing characters
   * @param status of this profile's tunnel: ports that the server picked, and the job
   */
  public Drawing(boolean unicode, Profile profile, TunnelStatus status) {
    this.unicode = unicode;
    this.profile = profile;
    this.status = status;
    this.host = Style.cut(profile.host().text(), LONGEST_NAME);
  }

  /**
   * At most 80 columns.
   *
   * @param hops the jump hosts, the first one first
   */
  public List<String> lines(List<String> hops) {
    List<String> lines = new ArrayList<>();
    int count = profile.forwards().size();
    for (int from = 0; from < count; from += MOST_LANES) {
      lines.addAll(part(from, Math.min(count, from + MOST_LANES), hops));
    }
    return lines;
  }

  private List<String> part(int from, int to, List<String> hops) {
    LanePicture picture = new LanePicture(unicode, to - from);
    int[] shown = IntStream.range(from, to).toArray();
    picture.beyond(ends(shown, i -> forward(i).listensRemotely() && !near(i), this::target));
    picture.machine(HERE, ends(shown, this::isHere, this::here));
    for (String hop : hops) {
      picture.link("ssh");
      picture.machine(Style.cut(hop, LONGEST_NAME) + " (jump host)", List.of());
    }
    picture.link("ssh");
    String role = profile.job().isPresent() ? " (login node)" : "";
    picture.machine(host + role, ends(shown, this::isThere, this::there));
    picture.beyond(ends(shown, i -> !forward(i).listensRemotely() && !near(i), this::target));
    profile.job().ifPresent(job -> node(picture, job, shown));
    return picture.lines();
  }

  private void node(LanePicture picture, Job job, int[] shown) {
    picture.link(route(job));
    Optional<JobRecord> record = status.job().map(Following::job);
    String id = record.flatMap(JobRecord::id).map(number -> ", job " + number).orElse("");
    String title =
        record
            .flatMap(JobRecord::server)
            .map(server -> Style.cut(server.node(), LONGEST_NAME) + " (compute node" + id + ")")
            .orElse("the compute node, once the job runs");
    picture.machine(title, ends(shown, i -> forward(i).toJob(), this::target));
  }

  /** Whether a forward is to be seen at a place. */
  private interface Choice {
    boolean of(int index);
  }

  /** How a forward is seen at a place. */
  private interface Sight {
    End of(int lane, int index);
  }

  private static List<End> ends(int[] shown, Choice choice, Sight sight) {
    return IntStream.range(0, shown.length)
        .filter(lane -> choice.of(shown[lane]))
        .mapToObj(lane -> sight.of(lane, shown[lane]))
        .toList();
  }

  private Forward forward(int index) {
    return profile.forwards().get(index);
  }

  private boolean isHere(int index) {
    return !forward(index).listensRemotely() || near(index);
  }

  private boolean isThere(int index) {
    Forward forward = forward(index);
    return forward.listensRemotely() || (!forward.toJob() && near(index));
  }

  private End here(int lane, int index) {
    return forward(index).listensRemotely() ? target(lane, index) : listener(lane, index);
  }

  private End there(int lane, int index) {
    return forward(index).listensRemotely() ? listener(lane, index) : target(lane, index);
  }

  /** Whether it ends on the very machine that it leads to. */
  private boolean near(int index) {
    Forward forward = forward(index);
    return forward.toJob()
        || forward.target().filter(t -> t instanceof Endpoint.Unix || isLoopback(t)).isPresent();
  }

  private static boolean isLoopback(Endpoint target) {
    return target instanceof Endpoint.Tcp tcp
        && Set.of("localhost", "127.0.0.1", "::1").contains(tcp.host());
  }

  private End listener(int lane, int index) {
    Forward forward = forward(index);
    String label = forward.label().map(l -> "  " + Style.cut(l, LONGEST_NAME)).orElse("");
    String listen = status.forwards().get(index).listen();
    String text = listen + (forward.socks() ? " (SOCKS)" : "") + label;
    String audience = Audience.of(forward, host) + " can connect";
    return new End(
        lane,
        Mark.LISTENS,
        text,
        forward.expose() ? "EXPOSED: " + audience : audience,
        forward.expose());
  }

  private End target(int lane, int index) {
    Forward forward = forward(index);
    String far = forward.listensRemotely() ? HERE : host;
    Mark mark = forward.listensRemotely() ? Mark.UP : Mark.DOWN;
    boolean anything = forward.permit().equals(List.of("any"));
    return new End(lane, mark, target(index, far), "", anything);
  }

  private String target(int index, String far) {
    Forward forward = forward(index);
    Optional<String> target = status.forwards().get(index).target();
    if (forward.toJob()) {
      return "the server of the job" + target.map(t -> ": " + t).orElse("");
    }
    if (target.isPresent()) {
      return target.get() + (near(index) ? "" : ", as seen from " + far);
    }
    if (forward.permit().isEmpty()) {
      return "wherever the client asks, as seen from " + far;
    }
    return forward.permit().equals(List.of("any"))
        ? "anywhere, this machine's own loopback and network included (permit = \"any\")"
        : "only " + String.join(", ", forward.permit()) + ", as seen from " + far;
  }

  private String route(Job job) {
    Optional<Way.Kind> kind = status.job().flatMap(Following::way).map(Way::kind);
    if (kind.isPresent()) {
      return switch (kind.get()) {
        case JUMP -> "ssh to the node's sshd, through " + host;
        case NETCAT -> "ssh to the node's sshd, through nc on " + host;
        case SOCKET -> "a private Unix socket on " + host + ", and ssh from there";
        case SRUN -> "ssh to an sshd within the job";
      };
    }
    return switch (job.route()) {
      case AUTO -> "the first route that works: jump, nc, socket, srun";
      case JUMP -> "route: jump";
      case SOCKET -> "route: socket";
      case SRUN -> "route: srun";
    };
  }
}
