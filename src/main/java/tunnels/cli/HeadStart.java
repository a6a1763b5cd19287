package tunnels.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tunnels.openssh.Connection;
import tunnels.profile.Profile;

/** Asks ssh what the first start needs to know while all else is prepared for it. */
final class HeadStart {

  private final Optional<Thread> asking;

  private HeadStart(Optional<Thread> asking) {
    this.asking = asking;
  }

  /** For the first of these connections of which nothing runs. */
  static HeadStart of(Context context, Collection<String> connections) {
    try {
      Optional<Connection> first = first(context, connections);
      return new HeadStart(
          first.isPresent()
              ? Optional.of(context.starter().askAhead(first.get()))
              : Optional.empty());
    } catch (IOException | UncheckedIOException e) {
      return new HeadStart(Optional.empty()); // its own pass meets it too, and tells
    }
  }

  private static Optional<Connection> first(Context context, Collection<String> connections)
      throws IOException {
    for (String name : connections) {
      List<Profile> riders = context.catalog().riders().getOrDefault(name, List.of());
      if (!riders.isEmpty() && context.store().read(name).launch().isEmpty()) {
        return Optional.of(Connection.of(riders));
      }
    }
    return Optional.empty();
  }

  /** Where another command made the start, ssh may still be running for us. */
  void end() {
    try {
      if (asking.isPresent()) {
        asking.get().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
