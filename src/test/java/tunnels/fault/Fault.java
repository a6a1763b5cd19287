package tunnels.fault;

import java.util.Random;

/**
 * Something that goes wrong.
 *
 * @param weight how often it is chosen, against the others
 * @param slow whether it takes its time, too long for every build
 */
record Fault(String name, int weight, boolean slow, Injection injection) {

  Fault(String name, int weight, Injection injection) {
    this(name, weight, false, injection);
  }

  /** Of the long run only. */
  static Fault slow(String name, Injection injection) {
    return new Fault(name, 1, true, injection);
  }

  interface Injection {
    Damage inject(World world, Random random) throws Exception;
  }
}
