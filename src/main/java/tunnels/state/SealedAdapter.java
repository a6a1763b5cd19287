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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sealed interfaces of records: the record's object, with its class's name under {@code is}. */
final class SealedAdapter<T> extends TypeAdapter<T> {

  private static final String IS = "is";

  private final Gson gson;
  private final Class<?> sealed;

  private SealedAdapter(Gson gson, Class<?> sealed) {
    this.gson = gson;
    this.sealed = sealed;
  }

  static TypeAdapterFactory factory() {
    return new TypeAdapterFactory() {
      @Override
      public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        return token.getRawType().isSealed() ? new SealedAdapter<>(gson, token.getRawType()) : null;
      }
    };
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    JsonObject object = gson.toJsonTree(value, value.getClass()).getAsJsonObject();
    object.addProperty(IS, value.getClass().getSimpleName());
    gson.toJson(object, out);
  }

  @Override
  @SuppressWarnings("unchecked") // one of T's permitted classes
  public T read(JsonReader in) throws IOException {
    JsonObject object = JsonParser.parseReader(in).getAsJsonObject();
    JsonElement is = object.get(IS);
    return (T)
        Stream.of(sealed.getPermittedSubclasses())
            .filter(each -> is != null && each.getSimpleName().equals(is.getAsString()))
            .findFirst()
            .map(each -> (Object) gson.fromJson(object, each))
            .orElseThrow(() -> new JsonParseException("no " + sealed.getSimpleName()));
  }
}
