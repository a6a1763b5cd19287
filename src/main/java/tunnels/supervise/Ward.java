package tunnels.supervise;

import java.net.InetSocketAddress;
import java.util.Optional;
import tunnels.openssh.MasterWatch;

/** A connection as the supervisor sees it between two passes. Only its loop touches one. */
final class Ward {

  /** No pass is due by itself. */
  static final long NEVER = Long.MAX_VALUE;

  final String name;

  /** The way to its server, shared with the other connections to it. */
  final Gate gate;

  /** On the master, if one lives. */
  Optional<MasterWatch> watch = Optional.empty();

  /** No pass has looked at it since the beginning, or since its master died. */
  boolean unseen = true;

  /** A pass is being made. */
  boolean running;

  /** What the next pass is for; empty if none was asked for. */
  Optional<Request> wanted = Optional.empty();

  /** When the next one is due by itself, in nanoseconds of the monotonic clock. */
  long due = NEVER;

  /** Passes in a row that left a forward missing. */
  int degraded;

  /** The server did not answer a TCP connect to this address. */
  Optional<InetSocketAddress> away = Optional.empty();

  Ward(String name, Gate gate) {
    this.name = name;
    this.gate = gate;
  }

  void want(Request request) {
    boolean ask = request.ask() || wanted.map(Request::ask).orElse(false);
    boolean hurry = request.hurry() || wanted.map(Request::hurry).orElse(false);
    wanted = Optional.of(new Request(request.mode(), ask, hurry));
  }

  /** A pass begins: what was asked for is its business now. */
  void enter() {
    wanted = Optional.empty();
    due = NEVER;
    running = true;
  }

  /** A pass is over, or broke off. */
  void leave(Visit visit) {
    running = false;
    unseen = !visit.done();
    boolean missing = visit.done() && visit.watch().isPresent() && !visit.complete();
    degraded = missing ? degraded + 1 : 0;
    away = visit.away();
  }

  /** Its master has died. */
  void bereave() {
    watch(Optional.empty());
    gate.doubt();
    unseen = true;
    want(Request.of(Mode.UNATTENDED));
  }

  /** Its server, which was away, answers again. */
  void welcome(long now) {
    away = Optional.empty();
    gate.open(now);
    want(new Request(Mode.UNATTENDED, false, true));
  }

  /** Whether others find its master no more, or it has not answered when it was asked. */
  boolean isOdd() {
    return watch.map(master -> master.owes() || !master.inPlace()).orElse(false);
  }

  void watch(Optional<MasterWatch> now) {
    watch.filter(old -> !now.equals(watch)).ifPresent(MasterWatch::close);
    watch = now;
  }

  /** When its next pass may be made: {@link #NEVER} if none is due, or one is being made. */
  long next(long now) {
    if (running) {
      return NEVER;
    }
    long wish = wanted.isPresent() ? now : due;
    if (wish == NEVER || watch.isPresent() || unseen) {
      return wish;
    }
    long gateOpens = gate.opensAt(now);
    return gateOpens == NEVER ? NEVER : Math.max(wish, gateOpens);
  }

  /** Whether a start would have to wait for others that try the same server. */
  boolean shutOut(long now) {
    return watch.isEmpty() && gate.opensAt(now) != now;
  }
}
