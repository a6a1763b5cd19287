package tunnels.supervise;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tunnels.openssh.Doorstep;
import tunnels.openssh.MasterWatch;

/**
 * The loop: waits for whatever happens first, the end of a master, a change of a file, a worker's
 * report, the next deadline, and has passes made. It decides nothing that a pass decides.
 */
public final class Supervisor {

  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration KNOCK = Duration.ofSeconds(1);
  private static final int TICKS_PER_ALIVE = 3;
  private static final int TICKS_PER_REVIEW = 12;

  private final Supplier<Map<String, String>> connections;
  private final BooleanSupplier edited;
  private final Visits visits;
  private final ExecutorService workers;
  private final Timing timing;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Selector selector;
  private final Surprise surprise;
  private final Map<String, Ward> wards = new TreeMap<>();
  private final Map<String, Gate> gates = new HashMap<>();
  private final Set<InetSocketAddress> knocking = new HashSet<>();
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean reviewing = new AtomicBoolean();
  private boolean ending;
  private long nextTick;
  private long nextKnock;
  private int ticks;

  /**
   * @param connections of which something is wanted or remembered now, with their hosts
   * @param edited whether a profile has changed since the last time, where no event told
   * @param workers for passes, which wait for ssh
   * @param nanos a monotonic clock
   */
  public Supervisor(
      Supplier<Map<String, String>> connections,
      BooleanSupplier edited,
      Visits visits,
      ExecutorService workers,
      InstantSource clock,
      LongSupplier nanos)
      throws IOException {
    this.connections = connections;
    this.edited = edited;
    this.visits = visits;
    this.workers = workers;
    this.timing = new Timing(clock);
    this.clock = clock;
    this.nanos = nanos;
    this.selector = Selector.open();
    this.surprise = new Surprise(clock.instant(), nanos.getAsLong());
    this.nextTick = nanos.getAsLong() + TICK.toNanos();
    this.nextKnock = nanos.getAsLong();
  }

  /**
   * Supervises until {@link #end}, or until its thread is interrupted; every master stays.
   *
   * @param first what the first passes are made for
   */
  public void run(Request first) throws IOException {
    review(first);
    while (!ending && !Thread.currentThread().isInterrupted()) {
      visitTheDue();
      selector.select(timeout());
      selector.selectedKeys().forEach(this::heard);
      selector.selectedKeys().clear();
      work();
      knock();
      tick();
    }
    wards.values().forEach(ward -> ward.watch(Optional.empty()));
    selector.close();
  }

  /** From any thread: something was said or edited; every connection is looked at. */
  public void reviewSoon() {
    if (reviewing.compareAndSet(false, true)) {
      post(this::review);
    }
  }

  /** From any thread: {@link #run} returns. */
  public void end() {
    post(() -> ending = true);
  }

  private void post(Runnable task) {
    posted.add(task);
    selector.wakeup();
  }

  private void work() {
    for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
      task.run();
    }
  }

  private void review() {
    review(Request.of(Mode.UNATTENDED));
  }

  private void review(Request request) {
    reviewing.set(false);
    long now = nanos.getAsLong();
    connections
        .get()
        .forEach(
            (name, host) -> {
              Gate gate = gates.computeIfAbsent(host, h -> new Gate(now));
              wards.computeIfAbsent(name, n -> new Ward(n, gate));
            });
    wards.values().forEach(ward -> ward.want(request));
  }

  private void visitTheDue() {
    long now = nanos.getAsLong();
    for (Ward ward : wards.values()) {
      long next = ward.next(now);
      if (next != Ward.NEVER && now - next >= 0) {
        visit(ward, ward.shutOut(now));
      }
    }
  }

  /**
   * @param shutOut what is the case is noted now; a start that follows waits for the gate
   */
  private void visit(Ward ward, boolean shutOut) {
    Request wanted = ward.wanted.orElse(Request.of(Mode.UNATTENDED));
    boolean starting = ward.watch.isEmpty() && !shutOut;
    Optional<Request> postponed = shutOut ? Optional.of(wanted) : Optional.empty();
    ward.wanted = Optional.empty();
    ward.due = Ward.NEVER;
    ward.running = true;
    if (starting) {
      ward.gate.enter();
    }
    Request request = shutOut ? Request.of(Mode.LOOK) : wanted;
    workers.execute(
        () -> {
          Visit visit = visits.make(ward.name, request);
          post(() -> returned(ward, visit, starting, postponed));
        });
  }

  private void returned(Ward ward, Visit visit, boolean started, Optional<Request> postponed) {
    long now = nanos.getAsLong();
    ward.running = false;
    ward.unseen = !visit.done();
    if (started) {
      pass(ward.gate, visit, now);
    }
    boolean missing = visit.done() && visit.watch().isPresent() && !visit.complete();
    ward.degraded = missing ? ward.degraded + 1 : 0;
    ward.away = visit.away();
    ward.due =
        timing.pause(visit, ward.degraded).map(pause -> now + pause.toNanos()).orElse(Ward.NEVER);
    if (visit.done()) {
      postponed.ifPresent(ward::want);
      ward.watch(visit.watch());
      visit.watch().ifPresent(watch -> register(watch, ward));
    }
    if (visit.started()) {
      workers.execute(() -> visits.remember(ward.name)); // after the starts that wait already
    }
    if (visit.stirred()) {
      review();
    }
  }

  private static void pass(Gate gate, Visit visit, long now) {
    if (visit.watch().isPresent()) {
      gate.succeeded();
    } else if (visit.failed()) {
      gate.failed(now);
    } else {
      gate.leave();
    }
  }

  private void register(MasterWatch watch, Ward ward) {
    try {
      watch.register(selector, ward);
    } catch (IOException e) {
      ward.unseen = true; // it has died meanwhile
      ward.want(Request.of(Mode.UNATTENDED));
    }
  }

  /** A master said something, or ended. */
  private void heard(SelectionKey key) {
    Ward ward = (Ward) key.attachment();
    if (!ward.watch.map(MasterWatch::read).orElse(false)) {
      ward.watch(Optional.empty());
      ward.gate.doubt();
      ward.unseen = true;
      ward.want(Request.of(Mode.UNATTENDED));
      Way.tunnel(ward.name).ifPresent(tunnel -> review()); // its job may be over
    }
  }

  private long timeout() {
    long now = nanos.getAsLong();
    boolean away = wards.values().stream().anyMatch(ward -> ward.away.isPresent());
    long next = away ? Math.min(nextTick, nextKnock) : nextTick;
    for (Ward ward : wards.values()) {
      next = Math.min(next, ward.next(now));
    }
    return Math.max(1, Duration.ofNanos(next - now).toMillis());
  }

  /** Servers that were away are tried without a login, each once a second. */
  private void knock() {
    long now = nanos.getAsLong();
    if (now - nextKnock < 0) {
      return;
    }
    nextKnock = now + KNOCK.toNanos();
    for (Ward ward : wards.values()) {
      ward.away.filter(knocking::add).ifPresent(this::knockAt);
    }
  }

  private void knockAt(InetSocketAddress address) {
    workers.execute(
        () -> {
          boolean back = Doorstep.answers(address, KNOCK);
          post(() -> knocked(address, back));
        });
  }

  private void knocked(InetSocketAddress address, boolean back) {
    knocking.remove(address);
    if (!back) {
      return;
    }
    for (Ward ward : wards.values()) {
      if (ward.away.equals(Optional.of(address))) {
        ward.away = Optional.empty();
        ward.gate.open(nanos.getAsLong());
        ward.want(new Request(Mode.UNATTENDED, false, true));
      }
    }
  }

  private void tick() {
    long now = nanos.getAsLong();
    if (now - nextTick < 0) {
      return;
    }
    nextTick = now + TICK.toNanos();
    ticks++;
    boolean minute = ticks % TICKS_PER_REVIEW == 0;
    if (minute) {
      wards.values().stream().filter(ward -> ward.watch.isPresent()).forEach(this::prove);
    }
    if (edited.getAsBoolean() || minute) {
      review(); // like cron's keepalive: of what happens to our files no event tells
    }
    boolean surprised = surprise.happened(clock.instant(), now);
    wards.values().forEach(ward -> check(ward, surprised));
  }

  private void prove(Ward ward) {
    workers.execute(() -> visits.prove(ward.name));
  }

  private void check(Ward ward, boolean surprised) {
    if (surprised) {
      ward.gate.open(nanos.getAsLong());
      ward.want(new Request(Mode.UNATTENDED, true, true));
    } else if (ward.watch.map(watch -> watch.owes() || !watch.inPlace()).orElse(false)) {
      ward.want(Request.of(Mode.UNATTENDED));
    } else if (ticks % TICKS_PER_ALIVE == 0) {
      ward.watch.ifPresent(MasterWatch::ask);
    }
  }
}
