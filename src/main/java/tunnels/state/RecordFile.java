package tunnels.state;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tunnels.files.FileFailure;
import tunnels.files.RegularFile;

/**
 * One file that holds one record: written beside and renamed into place, and set aside, never lost
 * or trusted, where it is not what we write.
 */
final class RecordFile<T> {

  private static final int VERSION = 1;
  private static final int LONGEST = 8 * 1024 * 1024;

  private final Path file;
  private final Class<T> type;
  private final Gson gson;
  private final Consumer<String> notices;
  private final Predicate<T> valid;

  /** So that a file that is as it was is not read again. */
  private volatile @Nullable Known<T> known;

  /** A record, and by what its file is told from one with another. */
  private record Known<T>(T value, Stamp file) {}

  RecordFile(Path file, Class<T> type, Gson gson, Consumer<String> notices) {
    this(file, type, gson, notices, value -> true);
  }

  /**
   * @param valid whether what was read can be of this place
   */
  RecordFile(Path file, Class<T> type, Gson gson, Consumer<String> notices, Predicate<T> valid) {
    this.valid = valid;
    this.file = file;
    this.type = type;
    this.gson = gson;
    this.notices = notices;
  }

  /** Empty where nothing can be read: one odd file stops nothing but what it is about. */
  Optional<T> read() {
    Known<T> last = known;
    try {
      BasicFileAttributes there =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (last != null && last.file().equals(Stamp.of(there))) {
        return Optional.of(last.value());
      }
      Optional<T> read =
          there.isRegularFile() && there.size() <= LONGEST
              ? parse(RegularFile.text(file, LONGEST))
              : setAside("no file of ours");
      known = read.isPresent() ? new Known<>(read.get(), Stamp.of(there)) : null;
      return read;
    } catch (NoSuchFileException e) {
      return last != null && last.file().equals(Stamp.GONE)
          ? Optional.of(last.value())
          : Optional.empty();
    } catch (AccessDeniedException e) {
      return setAside("not readable");
    } catch (IOException e) {
      notices.accept(FileFailure.words(e)); // as where no descriptor is left: the file may be good
      return Optional.empty();
    }
  }

  private Optional<T> parse(String text) {
    try {
      if (version(text) > VERSION) {
        return setAside("written by a newer version of tunnels");
      }
      T value = requireNonNull(gson.fromJson(text, type));
      return valid.test(value) ? Optional.of(value) : setAside("not of this place");
    } catch (RuntimeException | IOException e) {
      return setAside("damaged"); // whatever the text makes the parsers say
    }
  }

  /**
   * Nothing is written where the file says the same already; its folder is made where needed.
   *
   * @return whether anything was written
   */
  boolean write(T value) throws IOException {
    String text = text(value);
    if (says(text)) {
      return false;
    }
    PrivateFolder.make(requireNonNull(file.toAbsolutePath().getParent()));
    known = new Known<>(value, Beside.write(file, text));
    return true;
  }

  /**
   * The same for what can be done without. On a full disk it takes the room of what was there; if
   * that is not enough either, this process alone remembers it, and nobody is told what is wrong by
   * now.
   *
   * @throws IOException if what was there before cannot be removed
   */
  void remember(T value, Unwritten unwritten) throws IOException {
    try {
      if (write(value)) {
        unwritten.works();
      }
    } catch (IOException full) {
      unwritten.tell(full);
      remove(full);
      known = new Known<>(value, Stamp.GONE);
      writeAgain(value);
    }
  }

  private void remove(IOException full) throws IOException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      if (RegularFile.isThere(file)) {
        throw full;
      }
    }
  }

  private void writeAgain(T value) {
    try {
      var unused = write(value);
    } catch (IOException e) {
      // As was told.
    }
  }

  private String text(T value) {
    String members = gson.toJson(value, type).substring(1);
    return "{\"version\":" + VERSION + "," + members + "\n";
  }

  private boolean says(String text) {
    try {
      BasicFileAttributes there =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return there.isRegularFile()
          && there.size() == text.getBytes(StandardCharsets.UTF_8).length
          && RegularFile.text(file, LONGEST).equals(text);
    } catch (IOException e) {
      return false; // there is none, or it is gone meanwhile
    }
  }

  /** It stands first, and the rest is read once only. */
  private static int version(String text) throws IOException {
    JsonReader in = new JsonReader(new StringReader(text));
    in.beginObject();
    while (in.hasNext()) {
      if (in.nextName().equals("version")) {
        return in.nextInt();
      }
      in.skipValue();
    }
    return VERSION;
  }

  private Optional<T> setAside(String why) {
    try {
      OddFile.setAside(file, why, notices);
    } catch (IOException e) {
      // As was told: what is there counts as nothing.
    }
    return Optional.empty();
  }
}
