package tunnels.state;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
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

  private static final class Instants extends TypeAdapter<Instant> {
    @Override
    public void write(JsonWriter out, Instant value) throws IOException {
      out.value(InstantText.of(value));
    }

    @Override
    public Instant read(JsonReader in) throws IOException {
      return InstantText.parse(in.nextString());
    }
  }

  private static final class Durations extends TypeAdapter<Duration> {
    @Override
    public void write(JsonWriter out, Duration value) throws IOException {
      out.value(value.toString());
    }

    @Override
    public Duration read(JsonReader in) throws IOException {
      return Duration.parse(in.nextString());
    }
  }

  private static final class Paths extends TypeAdapter<Path> {
    @Override
    public void write(JsonWriter out, Path value) throws IOException {
      out.value(value.toString());
    }

    @Override
    public Path read(JsonReader in) throws IOException {
      return Path.of(in.nextString());
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
