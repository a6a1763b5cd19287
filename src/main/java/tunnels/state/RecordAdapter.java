package tunnels.state;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records to JSON objects and back. What an older version did not write reads as empty; what cannot
 * be missing is an error, so that no record ever holds a null.
 */
final class RecordAdapter<T> extends TypeAdapter<T> {

  /** One component; its adapter and its accessor are looked up once. */
  private record Part(RecordComponent component, TypeAdapter<Object> adapter) {

    Object of(Object value) {
      try {
        return component.getAccessor().invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    /** What stands for it where nothing is written. */
    Object absent() {
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
  }

  private final Constructor<T> constructor;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  private RecordAdapter(Gson gson, Class<T> type) throws NoSuchMethodException {
    List<Class<?>> types = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      parts.put(component.getName(), new Part(component, gson.getAdapter(adapted(component))));
      types.add(component.getType());
    }
    constructor = type.getDeclaredConstructor(types.toArray(new Class<?>[0]));
    constructor.setAccessible(true);
  }

  static TypeAdapterFactory factory() {
    return new TypeAdapterFactory() {
      @Override
      @SuppressWarnings("unchecked") // the raw class of T
      public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        try {
          Class<T> type = (Class<T>) token.getRawType();
          return type.isRecord() ? new RecordAdapter<>(gson, type) : null;
        } catch (NoSuchMethodException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    out.beginObject();
    for (Part part : parts.values()) {
      out.name(part.component().getName());
      part.adapter().write(out, part.of(value));
    }
    out.endObject();
  }

  @Override
  public T read(JsonReader in) throws IOException {
    Map<String, Object> written = new HashMap<>();
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      Part part = parts.get(name);
      if (part == null) {
        in.skipValue();
      } else {
        written.put(name, part.adapter().read(in));
      }
    }
    in.endObject();
    return construct(written);
  }

  private T construct(Map<String, Object> written) {
    List<Object> values = new ArrayList<>();
    for (Map.Entry<String, Part> each : parts.entrySet()) {
      Object value = written.get(each.getKey());
      values.add(value == null ? each.getValue().absent() : value);
    }
    try {
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new JsonParseException("not a " + constructor.getDeclaringClass().getSimpleName(), e);
    }
  }

  @SuppressWarnings("unchecked") // the component's own type
  private static TypeToken<Object> adapted(RecordComponent component) {
    return (TypeToken<Object>) TypeToken.get(component.getGenericType());
  }
}
