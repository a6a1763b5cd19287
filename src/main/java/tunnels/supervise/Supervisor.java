package tunnels.supervise;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tunnels.openssh.LocalAddress;
import tunnels.openssh.MasterWatch;

/**
 * The loop: waits for whatever happens first, the end of a master, a change of a file, a worker's
 * report, the next deadline, and has passes made. It decides nothing that a pass decides.
 */
public final class Supervisor {

  private static final Duration TICK = Duration.ofSeconds(5);
  private static final int TICKS_PER_ALIVE = 3;
  private static final int TICKS_PER_REVIEW = 12;

  private final Supplier<Set<String>> connections;
  private final BooleanSupplier edited;
  private final Visits visits;
  private final ExecutorService workers;
  private final Timing timing;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Selector selector;
  private final DisruptionDetector disruptions;
  private final Wards wards = new Wards();
  private final LoginThrottle throttle;
  private final Knocking knocking;
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean reviewing = new AtomicBoolean();
  private boolean ending;
  private long nextTick;
  private int ticks;

  /**
   * @param connections of which something is wanted or remembered now
   * @param edited whether a profile has changed since the last time, where no event told
   * @param workers for passes, which wait for ssh
   * @param nanos a monotonic clock
   */
  public Supervisor(
      Supplier<Set<String>> connections,
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
    this.disruptions =
        new DisruptionDetector(clock.instant(), nanos.getAsLong(), LocalAddress::towards);
    this.nextTick = nanos.getAsLong() + TICK.toNanos();
    this.throttle = new LoginThrottle(nanos);
    this.knocking =
        new Knocking(wards, workers, this::post, nanos, ward -> throttle.open(ward.name));
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
      knocking.knock();
      tick();
    }
    wards.forEach(ward -> ward.watch(Optional.empty()));
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
    Set<String> now = connections.get();
    wards.update(now);
    throttle.retain(now);
    wards.want(request);
  }

  private void visitTheDue() {
    for (String name : throttle.due()) {
      wards.named(name).filter(ward -> !ward.running).ifPresent(Supervisor::want);
    }
    long now = nanos.getAsLong();
    for (Ward ward : wards) {
      long next = ward.next(now);
      if (next != Ward.NEVER && now - next >= 0) {
        visit(ward);
      }
    }
  }

  private static void want(Ward ward) {
    ward.want(Request.of(Mode.UNATTENDED));
  }

  private void visit(Ward ward) {
    Request request = ward.enter();
    Optional<MasterWatch> watch = ward.watch.filter(master -> !master.owes());
    workers.execute(
        () -> {
          Visit visit = visits.make(ward.name, request, watch, throttle);
          post(() -> returned(ward, visit, request));
        });
  }

  private void returned(Ward ward, Visit visit, Request request) {
    long now = nanos.getAsLong();
    ward.leave(visit, request);
    ward.due =
        timing.pause(visit, ward.degraded).map(pause -> now + pause.toNanos()).orElse(Ward.NEVER);
    boolean gone = wards.named(ward.name).filter(ward::equals).isEmpty();
    if (gone) {
      visit.watch().ifPresent(MasterWatch::close);
    } else if (visit.done()) {
      ward.watch(visit.watch());
      visit.watch().ifPresent(watch -> register(watch, ward));
    }
    if (visit.started()) {
      workers.execute(() -> visits.remember(ward.name)); // after the starts that wait already
    }
    if (visit.stirred()) {
      review();
    }
    boolean anew = visit.started() || request.ask();
    if (anew || !visit.peerKnown()) {
      workers.execute(() -> findPeer(ward, anew));
    }
  }

  private void findPeer(Ward ward, boolean anew) {
    Optional<InetAddress> peer = visits.peer(ward.name, anew);
    post(() -> ward.peer = peer);
  }

  private void register(MasterWatch watch, Ward ward) {
    try {
      watch.register(selector, ward);
    } catch (IOException e) {
      died(ward); // meanwhile
    }
  }

  private void died(Ward ward) {
    throttle.died(ward.name);
    ward.bereave();
  }

  /** A master said something, or ended. */
  private void heard(SelectionKey key) {
    Ward ward = (Ward) key.attachment();
    if (!ward.watch.map(MasterWatch::read).orElse(false)) {
      died(ward);
      Way.tunnel(ward.name).ifPresent(tunnel -> review()); // its job may be over
    }
  }

  private long timeout() {
    long now = nanos.getAsLong();
    long next = Math.min(Math.min(nextTick, knocking.next()), wards.next(now));
    next = Math.min(next, throttle.next());
    return Math.max(1, Duration.ofNanos(next - now).toMillis());
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
      wards.forEach(this::prove);
    }
    if (edited.getAsBoolean() || minute) {
      review(); // like cron's keepalive: of what happens to our files no event tells
    }
    boolean slept = disruptions.slept(clock.instant(), now);
    Set<InetAddress> moved = disruptions.moved(wards.peers(), now);
    boolean ask = !minute && ticks % TICKS_PER_ALIVE == 0;
    wards.forEach(ward -> check(ward, slept || ward.goesTo(moved), ask));
  }

  private void prove(Ward ward) {
    if (ward.watch.isPresent()) {
      workers.execute(() -> visits.prove(ward.name));
    }
  }

  /**
   * @param ask whether its time has come; a pass asks anyway
   */
  private void check(Ward ward, boolean disrupted, boolean ask) {
    if (disrupted) {
      throttle.open(ward.name);
      ward.want(Request.atOnce());
    } else if (ward.isOdd()) {
      ward.want(Request.of(Mode.UNATTENDED));
    } else if (ask) {
      ward.watch.ifPresent(MasterWatch::ask);
    }
  }
}
