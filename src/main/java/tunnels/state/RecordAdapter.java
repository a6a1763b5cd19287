package tunnels.state;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records to JSON objects and back. What an older version did not write reads as empty; what cannot
 * be missing is an error, so that no record ever holds a null.
 */
final class RecordAdapter<T> extends TypeAdapter<T> {

  private final Gson gson;
  private final Class<?> type;

  private RecordAdapter(Gson gson, Class<?> type) {
    this.gson = gson;
    this.type = type;
  }

  static TypeAdapterFactory factory() {
    return new TypeAdapterFactory() {
      @Override
      public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        return token.getRawType().isRecord() ? new RecordAdapter<>(gson, token.getRawType()) : null;
      }
    };
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    out.beginObject();
    for (RecordComponent component : type.getRecordComponents()) {
      out.name(component.getName());
      gson.getAdapter(adapted(component)).write(out, get(component, value));
    }
    out.endObject();
  }

  @Override
  @SuppressWarnings("unchecked") // the constructor is that of T's own class
  public T read(JsonReader in) throws IOException {
    JsonObject object = JsonParser.parseReader(in).getAsJsonObject();
    Object[] values =
        Arrays.stream(type.getRecordComponents())
            .map(component -> value(component, object.get(component.getName())))
            .toArray();
    return (T) construct(values);
  }

  private Object value(RecordComponent component, @Nullable JsonElement written) {
    if (written != null) {
      Object value = gson.getAdapter(adapted(component)).fromJsonTree(written);
      if (value != null) {
        return value;
      }
    }
    return absent(component);
  }

  private static Object absent(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == long.class) {
      return 0L;
    }
    throw new JsonParseException("no " + component.getName());
  }

  @SuppressWarnings("unchecked") // the component's own type
  private static TypeToken<Object> adapted(RecordComponent component) {
    return (TypeToken<Object>) TypeToken.get(component.getGenericType());
  }

  private static Object get(RecordComponent component, Object value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object construct(Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new JsonParseException("not a " + type.getSimpleName(), e);
    }
  }
}
