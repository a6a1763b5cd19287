package tunnels.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import tunnels.fixture.OddThings;

/** Our own files, the disk that they are on, and the clock on the wall. */
final class StateFaults {

  /** Without a master, and without a record that could say since when. */
  private static final Set<String> NOT_UP = Set.of("down", "waiting", "starting");

  private StateFaults() {}

  static List<Fault> all(World world) {
    List<Fault> all = new ArrayList<>();
    all.addAll(damaged("cut in half", StateFaults::halve));
    all.addAll(damaged("garbage", StateFaults::scribble));
    all.addAll(damaged("lost", (file, random) -> Files.delete(file)));
    all.add(new Fault("foreign files in state", 1, StateFaults::foreign));
    all.add(new Fault("FIFO in the state", 3, StateFaults::fifo));
    all.add(new Fault("clock jumps", 4, StateFaults::jump));
    all.add(new Fault("clock set back", 2, StateFaults::setBack));
    if (world.disk.isThere()) {
      all.add(new Fault("disk full", 2, StateFaults::fill));
    }
    if (world.disk.freezes()) {
      all.add(new Fault("disk takes no file", 2, StateFaults::freeze));
    }
    return all;
  }

  private interface Deed {
    void to(Path file, Random random) throws IOException;
  }

  /** Found by the supervisor when it looks at everything, or by a command before. */
  private static List<Fault> damaged(String how, Deed deed) {
    String name = "state " + how;
    return List.of(
        new Fault(name, 3, (world, random) -> damageAndLook(world, random, deed)),
        Fault.slow(name + ", unseen", (world, random) -> damage(world, random, deed)));
  }

  private static Damage damageAndLook(World world, Random random, Deed deed) throws Exception {
    Damage damage = damage(world, random, deed);
    world.bench.run("keepalive");
    return damage;
  }

  /** Some of the files, or all; then perhaps a master dies, or the supervisor is another one. */
  private static Damage damage(World world, Random random, Deed deed) throws Exception {
    List<Path> files = new ArrayList<>(files(world));
    Collections.shuffle(files, random);
    List<Path> some = random.nextInt(4) == 0 ? files : files.subList(0, Math.min(files.size(), 3));
    boolean anew = random.nextInt(3) == 0;
    if (anew) {
      world.supervised.kill();
    }
    for (Path file : some) {
      deed.to(file, random);
    }
    Collection<Tunnel> hit = perhapsKill(world, random);
    if (anew) {
      world.supervised.begin();
    }
    return Damage.passing(names(some) + (anew ? ", another supervisor" : ""), hit);
  }

  private static String names(List<Path> files) {
    return files.size() > 3
        ? "all files"
        : files.stream()
            .map(f -> f.getParent().getFileName() + "/" + f.getFileName())
            .toList()
            .toString();
  }

  private static Collection<Tunnel> perhapsKill(World world, Random random) {
    if (random.nextBoolean()) {
      return List.of();
    }
    Tunnel tunnel = world.any(random);
    // Its record may be damaged: ask the table of processes, as a person would.
    world.killMasterByName(tunnel);
    return world.with(tunnel);
  }

  /**
   * Without what was asked for, which is in names alone, and without what is known of sessions,
   * which is not learnt again before the next start.
   */
  private static List<Path> files(World world) throws IOException {
    try (Stream<Path> all = Files.walk(world.bench.machine())) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getParent().endsWith("wanted"))
          .filter(
              file ->
                  !file.endsWith("lock")
                      && !file.endsWith("sessions.json")
                      && !file.endsWith("session"))
          .sorted()
          .toList();
    }
  }

  private static void halve(Path file, Random random) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }

  private static void scribble(Path file, Random random) throws IOException {
    byte[] garbage = new byte[random.nextInt(200)];
    random.nextBytes(garbage);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(garbage), random.nextInt((int) channel.size() + 1));
    }
  }

  private static Damage foreign(World world, Random random) throws Exception {
    Path machine = world.bench.machine();
    List<Path> foreign =
        Stream.of("wanted/README", "wanted/x.sideways", "events/x", "connections/.x", "x")
            .map(machine::resolve)
            .toList();
    for (Path file : foreign) {
      Files.writeString(file, "?");
    }
    Collection<Tunnel> hit = perhapsKill(world, random);
    return new Damage(
        "of no use",
        hit,
        Set.of(),
        () -> {
          for (Path file : foreign) {
            Files.deleteIfExists(file);
          }
        });
  }

  /** Something that is no file in the place of some: then a master dies, or all are looked at. */
  private static Damage fifo(World world, Random random) throws Exception {
    List<Path> files = new ArrayList<>(files(world));
    Collections.shuffle(files, random);
    List<Path> some = files.subList(0, Math.min(files.size(), 1 + random.nextInt(3)));
    for (Path file : some) {
      OddThings odd = random.nextInt(3) == 0 ? OddThings.FULL_FOLDER : OddThings.FIFO;
      odd.at(file);
    }
    world.bench.run("keepalive");
    return Damage.passing(names(some), perhapsKill(world, random));
  }

  /** Up to two days, either way, and back again some other time. */
  private static Damage jump(World world, Random random) throws Exception {
    int most = (int) Duration.ofDays(2).toSeconds();
    boolean back = random.nextInt(3) == 0;
    Duration shift = Duration.ofSeconds(back ? 0 : random.nextInt(2 * most) - most);
    world.supervised.shift(shift);
    return Damage.passing("to " + shift, perhapsKill(world, random));
  }

  /** By hours, while tunnels wait: every time that is remembered or stands on the disk is ahead. */
  private static Damage setBack(World world, Random random) throws Exception {
    Duration ahead = Duration.ofMinutes(10 + random.nextInt(24 * 60));
    Far far = world.anyFar(random);
    world.supervised.shift(ahead);
    far.stop();
    return new Damage("by " + ahead, world.on(far), Set.of("waiting"), () -> {})
        .then(() -> begin(world, ahead))
        .then(far::startAgain);
  }

  /** Another supervisor, with the clock as it is. */
  private static void begin(World world, Duration ahead) throws Exception {
    world.supervised.kill();
    FileTime then = FileTime.from(Instant.now().plus(ahead));
    try (Stream<Path> all = Files.walk(world.bench.machine())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
    world.supervised.shift(Duration.ZERO);
    world.supervised.begin();
  }

  private static Damage fill(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    world.disk.fill();
    world.killMaster(tunnel);
    return new Damage("a master dies", world.with(tunnel), Set.of("up"), world.disk::free);
  }

  private static Damage freeze(World world, Random random) throws Exception {
    Tunnel tunnel = world.any(random);
    world.disk.freeze(true);
    world.killMaster(tunnel);
    return new Damage("a master dies", world.with(tunnel), NOT_UP, () -> world.disk.freeze(false));
  }
}
