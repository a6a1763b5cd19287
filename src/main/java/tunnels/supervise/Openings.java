package tunnels.supervise;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tunnels.openssh.Cause;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Master;
import tunnels.openssh.MuxForward;
import tunnels.openssh.Opened;

/** The forwards of one living master while they are opened and closed. */
final class Openings {

  private final Master master;
  private final LaunchRecord launch;
  private final InstantSource clock;
  private final List<HeldForward> forwards;
  private final Map<String, Integer> ports;
  private final List<MuxForward> left;

  Openings(
      Master master,
      ConnectionRecord connection,
      LaunchRecord launch,
      Map<String, Integer> ports,
      InstantSource clock) {
    this.master = master;
    this.launch = launch;
    this.clock = clock;
    this.forwards = new ArrayList<>(launch.forwards());
    this.ports = new HashMap<>(ports);
    this.left = new ArrayList<>(connection.left());
  }

  /** ssh opened this one by itself. */
  void there(Wish wish) {
    Optional<HeldForward> rival = rival(wish);
    if (rival.isPresent()) {
      take(HeldForward.missing(wish, failure(busy(wish, rival.get()))));
      return;
    }
    take(HeldForward.there(wish, wish.forward(), 0));
  }

  /**
   * @param patient whether what stands in the way on the far side is removed though its login shell
   *     did not come to that lately
   */
  void open(List<Wish> wishes, boolean patient) {
    for (Wish wish : wishes) {
      open(wish, patient);
    }
  }

  private void open(Wish wish, boolean patient) {
    Optional<HeldForward> rival = rival(wish);
    if (rival.isPresent()) {
      take(HeldForward.missing(wish, failure(busy(wish, rival.get()))));
      return;
    }
    String key = key(wish);
    Optional<HeldForward> waits = patient ? Optional.empty() : waitsForShell(wish);
    Opened opened = master.open(wish.forward(), ports.getOrDefault(key, 0), waits.isEmpty());
    if (opened instanceof Opened.Missing missing) {
      take(waits.orElseGet(() -> missing(wish, missing)));
      return;
    }
    Opened.There there = (Opened.There) opened;
    take(HeldForward.there(wish, there.as(), there.port()));
    if (there.port() != 0) {
      ports.put(key, there.port());
    }
  }

  private HeldForward missing(Wish wish, Opened.Missing missing) {
    Optional<Instant> late = missing.late() ? Optional.of(clock.instant()) : Optional.empty();
    return HeldForward.missing(wish, failure(missing.cause())).late(late);
  }

  /** Each try is another login shell over there that may never end. */
  private Optional<HeldForward> waitsForShell(Wish wish) {
    Instant now = clock.instant();
    for (HeldForward held : forwards) {
      if (held.wish().equals(wish) && held.waitsForShell(now)) {
        return Optional.of(held);
      }
    }
    return Optional.empty();
  }

  /**
   * @return whether the master took it, with the socket file that it leaves
   */
  boolean close(HeldForward held) {
    forwards.remove(held);
    try {
      return !held.isThere() || master.close(held.as());
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes the socket files that an earlier master left on the far side. */
  void sweep() {
    for (Iterator<MuxForward> each = left.iterator(); each.hasNext(); ) {
      MuxForward old = each.next();
      if (listened(old) || removed(old)) {
        each.remove();
      }
    }
  }

  /** Which ports servers picked, now and before. */
  Map<String, Integer> ports() {
    return ports;
  }

  /** Which of these ports were picked by a server. */
  static Map<String, Integer> picked(List<HeldForward> forwards) {
    Map<String, Integer> picked = new HashMap<>();
    for (HeldForward held : forwards) {
      if (held.port() != 0) {
        picked.put(key(held.wish()), held.port());
      }
    }
    return picked;
  }

  ConnectionRecord into(ConnectionRecord before) {
    return before.withLaunch(Optional.of(launch.with(true, forwards))).withLeft(left);
  }

  private boolean listened(MuxForward old) {
    for (HeldForward held : forwards) {
      if (held.isThere() && held.as().listenHost().equals(old.listenHost())) {
        return true;
      }
    }
    return false;
  }

  private boolean removed(MuxForward old) {
    try {
      return master.close(old);
    } catch (IOException e) {
      return false;
    }
  }

  private void take(HeldForward held) {
    Wish wish = held.wish();
    for (Iterator<HeldForward> each = forwards.iterator(); each.hasNext(); ) {
      if (each.next().wish().equals(wish)) {
        each.remove();
      }
    }
    forwards.add(held);
  }

  /** Another tunnel's forward on the same address: to the master the two would be one. */
  private Optional<HeldForward> rival(Wish wish) {
    MuxForward forward = wish.forward();
    for (HeldForward held : forwards) {
      boolean others = held.isThere() && !held.tunnel().equals(wish.tunnel());
      if (others && !forward.picksPort() && sameListener(held.as(), forward)) {
        return Optional.of(held);
      }
    }
    return Optional.empty();
  }

  private static boolean sameListener(MuxForward one, MuxForward other) {
    return one.remote() == other.remote()
        && one.listenPort() == other.listenPort()
        && one.listenHost().equals(other.listenHost());
  }

  private static Cause busy(Wish wish, HeldForward rival) {
    FailureKind kind =
        wish.forward().remote() ? FailureKind.REMOTE_REFUSED : FailureKind.LOCAL_BUSY;
    return new Cause(kind, "tunnel " + rival.tunnel() + " listens there on the same connection");
  }

  private Failure failure(Cause cause) {
    return Failure.of(cause, launch.host().text(), clock.instant());
  }

  private static String key(Wish wish) {
    return wish.tunnel() + " " + wish.forward().flag() + " " + wish.forward().argument();
  }
}
