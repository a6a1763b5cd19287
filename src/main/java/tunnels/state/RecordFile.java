package tunnels.state;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One file that holds one record: written beside and renamed into place, and set aside, never lost
 * or trusted, where it is not what we write.
 */
final class RecordFile<T> {

  private static final int VERSION = 1;
  private static final String DAMAGED = ".damaged";

  private final Path file;
  private final Class<T> type;
  private final Gson gson;
  private final Consumer<String> notices;

  RecordFile(Path file, Class<T> type, Gson gson, Consumer<String> notices) {
    this.file = file;
    this.type = type;
    this.gson = gson;
    this.notices = notices;
  }

  Optional<T> read() throws IOException {
    try {
      String text = Files.readString(file);
      JsonObject object = JsonParser.parseString(text).getAsJsonObject();
      if (version(object) > VERSION) {
        return setAside("written by a newer version of tunnels");
      }
      return Optional.of(gson.fromJson(object, type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | NumberFormatException
        | ClassCastException
        | UnsupportedOperationException
        | DateTimeException
        | java.nio.charset.CharacterCodingException e) {
      return setAside("damaged");
    }
  }

  void write(T value) throws IOException {
    JsonObject object = new JsonObject();
    object.addProperty("version", VERSION);
    gson.toJsonTree(value, type).getAsJsonObject().asMap().forEach(object::add);
    Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".new", "");
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(gson.toJson(object) + "\n");
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static int version(JsonObject object) {
    JsonElement version = object.get("version");
    return version == null ? VERSION : version.getAsInt();
  }

  private Optional<T> setAside(String why) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + DAMAGED);
    Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    notices.accept(file + " is " + why + "; it was set aside as " + aside.getFileName());
    return Optional.empty();
  }
}
