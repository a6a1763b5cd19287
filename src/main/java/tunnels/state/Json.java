package tunnels.state;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How our files are written: plain JSON that a person can read. */
final class Json {

  private Json() {}

  static Gson gson() {
    return new GsonBuilder()
        .serializeNulls()
        .disableHtmlEscaping()
        .registerTypeAdapter(Instant.class, new Instants())
        .registerTypeAdapter(Duration.class, new Durations())
        .registerTypeHierarchyAdapter(Path.class, new Paths())
        .registerTypeAdapterFactory(optionals())
        .registerTypeAdapterFactory(RecordAdapter.factory())
        .registerTypeAdapterFactory(SealedAdapter.factory())
        .create();
  }

  /** What is written as a string; by classes, for each lambda takes a start 0.14 ms. */
  private abstract static class AsText<V> extends TypeAdapter<V> {

    abstract V parse(String text);

    String text(V value) {
      return value.toString();
    }

    @Override
    public void write(JsonWriter out, V value) throws IOException {
      out.value(text(value));
    }

    @Override
    public V read(JsonReader in) throws IOException {
      return parse(in.nextString());
    }
  }

  private static final class Instants extends AsText<Instant> {
    @Override
    String text(Instant value) {
      return InstantText.of(value);
    }

    @Override
    Instant parse(String text) {
      Instant time = InstantText.parse(text);
      if (!InstantText.isOrdinary(time)) {
        throw new JsonParseException("no year of ours: " + text); // sums with it overflow
      }
      return time;
    }
  }

  private static final class Durations extends AsText<Duration> {
    @Override
    Duration parse(String text) {
      return Duration.parse(text);
    }
  }

  private static final class Paths extends AsText<Path> {
    @Override
    Path parse(String text) {
      return Path.of(text);
    }
  }

  private static TypeAdapterFactory optionals() {
    return new TypeAdapterFactory() {
      @Override
      @SuppressWarnings("unchecked") // asked for Optional, answers Optional
      public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        if (token.getRawType() != Optional.class) {
          return null;
        }
        ParameterizedType optional = (ParameterizedType) token.getType();
        TypeToken<?> inner = TypeToken.get(optional.getActualTypeArguments()[0]);
        return (TypeAdapter<T>) optional(gson, inner);
      }
    };
  }

  /** What is in it is looked at where there is something: most are empty after a good start. */
  private static <V> TypeAdapter<Optional<V>> optional(Gson gson, TypeToken<V> inner) {
    return new TypeAdapter<Optional<V>>() {
      @Override
      public void write(JsonWriter out, Optional<V> value) throws IOException {
        if (value.isPresent()) {
          gson.getAdapter(inner).write(out, value.get());
        } else {
          out.nullValue();
        }
      }

      @Override
      public Optional<V> read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
          in.nextNull();
          return Optional.empty();
        }
        return Optional.of(gson.getAdapter(inner).read(in));
      }
    };
  }
}
