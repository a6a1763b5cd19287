package tunnels.openssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at many masters: all have been asked before the first answer is waited for. */
public final class RollCall {

  /** So many sockets are open at once. */
  private static final int AT_ONCE = 100;

  private final Map<Path, ControlSocket.Look> looks = new HashMap<>();

  private RollCall() {}

  /** What is at each of these paths. */
  public static Map<Path, ControlSocket.Look> of(Collection<Path> sockets) {
    RollCall call = new RollCall();
    List<Path> all = new ArrayList<>(sockets);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      call.make(all.subList(from, Math.min(from + AT_ONCE, all.size())));
    }
    return call.looks;
  }

  private void make(List<Path> sockets) {
    Map<Path, MuxConnection> asked = new LinkedHashMap<>();
    long deadline = System.nanoTime() + ControlSocket.PATIENCE.toNanos();
    try {
      for (Path socket : sockets) {
        ask(socket, asked);
      }
      for (Map.Entry<Path, MuxConnection> each : asked.entrySet()) {
        looks.put(each.getKey(), answer(each.getKey(), each.getValue(), deadline));
      }
    } finally {
      close(asked.values());
    }
  }

  /** One that cannot be asked is looked at by itself. */
  private void ask(Path socket, Map<Path, MuxConnection> asked) {
    try {
      asked.put(socket, MuxConnection.ask(socket, ControlSocket.PATIENCE));
    } catch (IOException e) {
      looks.put(socket, new ControlSocket(socket).look());
    }
  }

  /** One that hangs up is looked at again: it is about to be gone. */
  private static ControlSocket.Look answer(Path socket, MuxConnection mux, long deadline) {
    try {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      return new ControlSocket.Look(ControlSocket.State.LIVE, mux.answer(left));
    } catch (SocketTimeoutException | ProtocolException e) {
      return new ControlSocket.Look(ControlSocket.State.SILENT, 0);
    } catch (IOException e) {
      return new ControlSocket(socket).look();
    }
  }

  private static void close(Collection<MuxConnection> all) {
    for (MuxConnection mux : all) {
      try {
        mux.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
