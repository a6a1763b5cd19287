package tunnels.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.MuxForward;
import tunnels.openssh.Proof;
import tunnels.profile.Endpoint;
import tunnels.profile.Forward;
import tunnels.profile.Profile;

/** What is the case of a tunnel's forwards: those of its profile, or those it still has. */
final class ForwardStates {

  private final List<HeldForward> held;
  private final boolean live;
  private final Optional<Store.Proofs> proofs;

  /**
   * @param held what the master has of them
   * @param live whether the master answers
   * @param proofs what was last proved of its connection
   */
  ForwardStates(List<HeldForward> held, boolean live, Optional<Store.Proofs> proofs) {
    this.held = held;
    this.live = live;
    this.proofs = proofs;
  }

  List<TunnelStatus.ForwardStatus> of(Optional<Profile> profile) {
    List<TunnelStatus.ForwardStatus> all = new ArrayList<>();
    if (profile.isEmpty()) {
      for (HeldForward each : held) {
        all.add(unprofiled(each));
      }
      return all;
    }
    for (Forward forward : profile.get().forwards()) {
      Optional<HeldForward> mine = mine(forward);
      all.add(mine.isPresent() ? held(forward, mine.get()) : missing(forward));
    }
    return all;
  }

  private Optional<HeldForward> mine(Forward forward) {
    for (HeldForward each : held) {
      if (each.forward().isOf(forward)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static TunnelStatus.ForwardStatus missing(Forward forward) {
    return new TunnelStatus.ForwardStatus(
        forward.kind().word(),
        forward.spec(),
        forward.listen().toString(),
        text(forward.target()),
        forward.label(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private TunnelStatus.ForwardStatus held(Forward forward, HeldForward mine) {
    MuxForward mux = mine.forward();
    boolean up = live && mine.isThere();
    return new TunnelStatus.ForwardStatus(
        forward.kind().word(),
        forward.spec(),
        mux.listen(mine.port()).toString(),
        text(forward.toJob() && up ? mux.target() : forward.target()),
        forward.label(),
        up,
        live ? mine.failure() : Optional.empty(),
        proved(mux));
  }

  private TunnelStatus.ForwardStatus unprofiled(HeldForward each) {
    MuxForward mux = each.forward();
    return new TunnelStatus.ForwardStatus(
        mux.kind().word(),
        mux.argument(),
        mux.listen(each.port()).toString(),
        text(mux.target()),
        Optional.empty(),
        live && each.isThere(),
        live ? each.failure() : Optional.empty(),
        Optional.empty());
  }

  private Optional<TunnelStatus.Proved> proved(MuxForward mux) {
    if (proofs.isEmpty()) {
      return Optional.empty();
    }
    Proof proof = proofs.get().forwards().get(Proving.key(mux));
    return proof == null
        ? Optional.empty()
        : Optional.of(new TunnelStatus.Proved(proof, proofs.get().at()));
  }

  private static Optional<String> text(Optional<Endpoint> target) {
    return target.isPresent() ? Optional.of(target.get().toString()) : Optional.empty();
  }
}
