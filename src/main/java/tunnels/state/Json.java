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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How our files are written: plain JSON that a person can read. */
final class Json {

  private Json() {}

  static Gson gson() {
    return new GsonBuilder()
        .serializeNulls()
        .disableHtmlEscaping()
        .registerTypeAdapter(Instant.class, text(Instant::parse))
        .registerTypeAdapter(Duration.class, text(Duration::parse))
        .registerTypeHierarchyAdapter(Path.class, text(Path::of))
        .registerTypeAdapterFactory(optionals())
        .registerTypeAdapterFactory(RecordAdapter.factory())
        .registerTypeAdapterFactory(SealedAdapter.factory())
        .create();
  }

  private static <T> TypeAdapter<T> text(Function<String, T> parse) {
    return new TypeAdapter<T>() {
      @Override
      public void write(JsonWriter out, T value) throws IOException {
        out.value(value.toString());
      }

      @Override
      public T read(JsonReader in) throws IOException {
        return parse.apply(in.nextString());
      }
    };
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
        return (TypeAdapter<T>) optional(gson.getAdapter(inner));
      }
    };
  }

  private static <V> TypeAdapter<Optional<V>> optional(TypeAdapter<V> inner) {
    return new TypeAdapter<Optional<V>>() {
      @Override
      public void write(JsonWriter out, Optional<V> value) throws IOException {
        if (value.isPresent()) {
          inner.write(out, value.get());
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
        return Optional.of(inner.read(in));
      }
    };
  }
}
