package tunnels.supervise;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import tunnels.openssh.LocalAddress;
import tunnels.openssh.MasterWatch;

/** A connection as the supervisor sees it between two passes. Only its loop touches one. */
final class Ward {

  /** No pass is due by itself. */
  static final long NEVER = Long.MAX_VALUE;

  final String name;

  /** On the master, if one lives. */
  Optional<MasterWatch> watch = Optional.empty();

  /** A pass is being made. */
  boolean running;

  /** What the next pass is for; empty if none was asked for. */
  Optional<Request> wanted = Optional.empty();

  /** What a pass was for that could not be made, or that waits for its turn to log in. */
  Optional<Request> postponed = Optional.empty();

  /** When the next one is due by itself, in nanoseconds of the monotonic clock. */
  long due = NEVER;

  /** Passes in a row that left a forward missing. */
  int degraded;

  /** The server did not answer a TCP connect to this address. */
  Optional<InetSocketAddress> away = Optional.empty();

  /** Where its TCP goes; empty where nobody knows. */
  Optional<InetAddress> peer = Optional.empty();

  Ward(String name) {
    this.name = name;
  }

  void want(Request request) {
    wanted = Optional.of(wanted.map(request::and).orElse(request));
  }

  /** A pass begins: what was asked for is its business now. */
  Request enter() {
    postponed.ifPresent(this::want);
    Request request = wanted.orElse(Request.of(Mode.UNATTENDED));
    wanted = Optional.empty();
    postponed = Optional.empty();
    due = NEVER;
    running = true;
    return request;
  }

  /** A pass that was made for this is over, or broke off. */
  void leave(Visit visit, Request request) {
    running = false;
    postponed = visit.done() && !visit.postponed() ? Optional.empty() : Optional.of(request);
    boolean missing = visit.done() && visit.watch().isPresent() && !visit.complete();
    degraded = missing ? degraded + 1 : 0;
    away = visit.away();
  }

  /** Its master has died. */
  void bereave() {
    watch(Optional.empty());
    want(new Request(Mode.UNATTENDED, false, false, true));
  }

  /** Its server, which was away, answers again. */
  void welcome() {
    away = Optional.empty();
    want(new Request(Mode.UNATTENDED, false, true, false));
  }

  /** To one of these; where nobody knows, beyond this network. */
  boolean goesTo(Set<InetAddress> addresses) {
    return !Collections.disjoint(peers(), addresses);
  }

  Set<InetAddress> peers() {
    return peer.isPresent() ? Set.of(peer.get()) : LocalAddress.beyond();
  }

  /** Whether others find its master no more, or it has not answered when it was asked. */
  boolean isOdd() {
    return watch.map(master -> master.owes() || !master.inPlace()).orElse(false);
  }

  /** It is gone: nothing of it is kept. */
  boolean release() {
    watch(Optional.empty());
    return true;
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
    return wanted.isPresent() ? now : due;
  }
}
