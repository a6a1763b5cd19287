package tunnels.supervise;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tunnels.files.FileFailure;
import tunnels.openssh.Asked;
import tunnels.openssh.ControlSocket;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.MasterWatch;
import tunnels.openssh.Starter;

/** The supervisor's passes, as its workers make them. */
public final class Visits {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Set<FailureKind> OF_TCP =
      Set.of(FailureKind.REFUSED, FailureKind.UNREACHABLE, FailureKind.TIMEOUT);

  private final Pass pass;
  private final Store store;
  private final Starter starter;
  private final Proving proving;
  private final PeerAddresses peers;
  private final Supplier<Roster> rosters;
  private final Consumer<String> passed;
  private final Consumer<String> complaints;

  /** What was told last of each. */
  private final Map<String, String> complained = new ConcurrentHashMap<>();

  /**
   * @param rosters what the profiles say now
   * @param passed is told of each connection that a pass was made over
   * @param complaints is told what keeps a pass from being made
   */
  public Visits(
      Pass pass,
      Store store,
      Starter starter,
      Proving proving,
      Supplier<Roster> rosters,
      Consumer<String> passed,
      Consumer<String> complaints) {
    this.pass = pass;
    this.store = store;
    this.starter = starter;
    this.peers = new PeerAddresses(starter);
    this.proving = proving;
    this.rosters = rosters;
    this.passed = passed;
    this.complaints = complaints;
  }

  /**
   * One pass. That the state cannot be read or written is told, and tried again.
   *
   * @param watch on its master as it was before
   */
  Visit make(String name, Request request, Optional<MasterWatch> watch, LoginThrottle throttle) {
    try {
      Visit visit = pass(name, request, watch, throttle);
      complained.remove(name);
      passed.accept(name);
      return visit;
    } catch (IOException | RuntimeException | Error e) {
      tell(name, e);
      return Visit.busy();
    }
  }

  /**
   * Where the connection's TCP goes.
   *
   * @param anew whether the name may lead elsewhere by now
   */
  Optional<InetAddress> peer(String name, boolean anew) {
    try {
      return rosters.get().connection(name).flatMap(connection -> peers.of(connection, anew));
    } catch (RuntimeException e) {
      tell(name, e);
      return Optional.empty();
    }
  }

  /** After a start. */
  void remember(String name) {
    try {
      pass.rememberSession(name);
    } catch (IOException | RuntimeException | Error e) {
      tell(name, e);
    }
  }

  /** Once in a while: proves the forwards whose profile says how. */
  void prove(String name) {
    try {
      Roster roster = rosters.get();
      if (roster.probes(name)) {
        var unused = proving.prove(name, roster);
      }
    } catch (IOException | RuntimeException | Error e) {
      tell(name, e);
    }
  }

  /** Once, though it is tried again each second; what is broken off is nothing to complain of. */
  private void tell(String name, Throwable e) {
    String words = name + ": " + FileFailure.words(e);
    boolean news = !words.equals(complained.put(name, words));
    if (news && !Thread.currentThread().isInterrupted()) {
      complaints.accept(words);
    }
  }

  private Visit pass(
      String name, Request request, Optional<MasterWatch> before, LoginThrottle throttle)
      throws IOException {
    Map<String, Following> jobs = store.followings();
    Pass.Result result = run(name, request, throttle);
    if (result == Pass.Result.LEFT) {
      return Visit.busy();
    }
    boolean stirred = stirred(jobs, store.followings());
    ConnectionRecord record = store.read(name);
    Optional<MasterWatch> watch = watch(record, before);
    if (watch.isEmpty() && record.launch().isPresent()) {
      return Visit.busy(); // it has died since: another pass sees to it
    }
    boolean complete = record.proven() && record.forwards().stream().allMatch(HeldForward::isThere);
    return new Visit(
        true,
        result == Pass.Result.STARTED,
        throttle.waits(name),
        record.trouble(),
        complete,
        watch,
        rosters.get().connection(name).filter(connection -> !peers.know(connection)).isEmpty(),
        away(name, record),
        pass.pause(name),
        stirred);
  }

  private Pass.Result run(String name, Request request, LoginThrottle throttle) throws IOException {
    throttle.begin(name);
    try {
      return pass.run(name, request, PATIENCE, throttle);
    } finally {
      throttle.passed(name);
    }
  }

  private static boolean stirred(Map<String, Following> before, Map<String, Following> after) {
    return !before.keySet().equals(after.keySet())
        || before.entrySet().stream()
            .anyMatch(
                old -> old.getValue().differs(after.getOrDefault(old.getKey(), old.getValue())));
  }

  private static Optional<MasterWatch> watch(
      ConnectionRecord record, Optional<MasterWatch> before) {
    Optional<ControlSocket> socket = record.launch().map(LaunchRecord::controlSocket);
    if (socket.flatMap(at -> before.filter(watch -> watch.isOn(at))).isPresent()) {
      return before;
    }
    try {
      return socket.isPresent() ? Optional.of(MasterWatch.open(socket.get())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<InetSocketAddress> away(String name, ConnectionRecord record) {
    if (record.launch().isPresent() || !ofTcp(record.trouble().failure())) {
      return Optional.empty();
    }
    return rosters
        .get()
        .connection(name)
        .map(starter::ask)
        .flatMap(
            asked -> asked instanceof Asked.Answer answer ? answer.direct() : Optional.empty());
  }

  /** TCP itself failed, so that a plain connect tells when it is worth another login. */
  private static boolean ofTcp(Optional<Failure> failure) {
    return failure
        .filter(f -> f.message().contains("connect to host"))
        .map(f -> OF_TCP.contains(f.kind()))
        .orElse(false);
  }
}
