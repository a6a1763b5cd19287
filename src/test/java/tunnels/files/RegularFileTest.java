package tunnels.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tunnels.fixture.OddThings;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegularFileTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("tunnels.fixture.OddThings#noFiles")
  void what_is_no_file_is_neither_read_nor_written_nor_waited_for(OddThings odd) throws Exception {
    Path place = folder.resolve("x");
    odd.at(place);
    assertThat(RegularFile.isFit(place)).isFalse();
    assertThatThrownBy(() -> RegularFile.first(place, 9)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> RegularFile.text(place, 9)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> RegularFile.append(place, "x")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> RegularFile.write(place, "x")).isInstanceOf(IOException.class);
    assertThat(RegularFile.textIfThere(place, 9)).isEmpty();
    assertThat(RegularFile.tail(place, 0, 9)).isEqualTo(new RegularFile.Part("", 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = OddThings.class,
      names = {"FOLDER", "FULL_FOLDER"},
      mode = EnumSource.Mode.EXCLUDE)
  void only_folders_are_listed(OddThings odd) throws Exception {
    Path place = folder.resolve("x");
    odd.at(place);
    assertThatThrownBy(() -> FolderListing.of(place)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 9, abcdef, 6", "2, 9, cdef, 6", "6, 9, '', 6", "0, 2, ef, 6", "99, 9, '', 99"})
  void a_tail_is_what_comes_after_a_position_or_the_last_of_it(
      long position, int most, String text, long end) throws Exception {
    Path file = Files.writeString(folder.resolve("x"), "abcdef");
    assertThat(RegularFile.tail(file, position, most)).isEqualTo(new RegularFile.Part(text, end));
  }

  @Test
  void what_is_too_large_is_said_and_what_is_not_there_has_its_own_exception() throws Exception {
    Path file = Files.writeString(folder.resolve("x"), "x".repeat(2049));
    assertThatThrownBy(() -> RegularFile.text(file, 2048))
        .satisfies(
            e ->
                assertThat(FileFailure.words((Exception) e))
                    .isEqualTo(file + ": is larger than 2 KiB"));
    assertThat(RegularFile.first(file, 3)).hasSize(3);
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> RegularFile.text(none, 9)).isInstanceOf(NoSuchFileException.class);
    assertThat(RegularFile.isFit(none)).isTrue();
  }
}
