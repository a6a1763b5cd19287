package tunnels.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** What was asked for explicitly, of one tunnel. */
sealed interface Words {

  Optional<Wanted> of(String tunnel);

  /** Known of all tunnels. */
  record Given(Map<String, Wanted> words) implements Words {
    @Override
    public Optional<Wanted> of(String tunnel) {
      return Optional.ofNullable(words.get(tunnel));
    }
  }

  /** Read of each tunnel when it is first asked for, and not again. */
  record Looked(Store store, Map<String, Optional<Wanted>> read) implements Words {
    @Override
    public Optional<Wanted> of(String tunnel) {
      Optional<Wanted> known = read.get(tunnel);
      if (known == null) {
        known = look(tunnel);
        read.put(tunnel, known);
      }
      return known;
    }

    private Optional<Wanted> look(String tunnel) {
      try {
        return store.wanted(tunnel);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
