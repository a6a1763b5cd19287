package tunnels.cli;

import java.lang.reflect.Proxy;

/**
 * POSIX signals. Java has no API of its own for them: {@code sun.misc.Signal} of the module
 * jdk.unsupported is what there is, in 17 as in 25, and javac warns of its use by name.
 */
final class Signals {

  private static final String SIGNAL = "sun.misc.Signal";

  private Signals() {}

  /**
   * @param name without SIG: {@code HUP}
   */
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName(SIGNAL);
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      Object named = signal.getConstructor(String.class).newInstance(name);
      var unused = signal.getMethod("handle", signal, handler).invoke(null, named, ours);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no signals", e);
    }
  }

  /** To this process. */
  static void raise(String name) {
    try {
      Class<?> signal = Class.forName(SIGNAL);
      Object named = signal.getConstructor(String.class).newInstance(name);
      var unused = signal.getMethod("raise", signal).invoke(null, named);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no signals", e);
    }
  }
}
