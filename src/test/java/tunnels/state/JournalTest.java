package tunnels.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.supervise.Store;

class JournalTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");
  private static final String TIME = "2026-01-31T12:00:00Z ";
  private static final int KIB = 1024;

  @TempDir private Path folder;
  private Path raw;
  private Journal journal;

  @BeforeEach
  void begin() {
    raw = folder.resolve("log");
    journal = new Journal(folder, raw, notice -> {});
  }

  @Test
  void is_empty_at_first() throws Exception {
    journal.harvest(NOON, false);
    assertThat(last(10)).isEmpty();
    assertThat(journal.excerpt(0, 10).end()).isZero();
  }

  @Test
  void puts_the_time_before_what_was_decided_and_what_ssh_said() throws Exception {
    journal.add(NOON, List.of("a: down -> starting"));
    say("one\r\ntwo\n\n");
    journal.harvest(NOON, false);
    assertThat(last(10))
        .containsExactly(TIME + "a: down -> starting", TIME + "ssh: one", TIME + "ssh: two");
  }

  @Test
  void takes_each_word_of_ssh_once() throws Exception {
    say("one\n");
    journal.harvest(NOON, false);
    journal.harvest(NOON, false);
    say("two\n");
    new Journal(folder, raw, notice -> {}).harvest(NOON, false);
    assertThat(last(10)).containsExactly(TIME + "ssh: one", TIME + "ssh: two");
  }

  @Test
  void leaves_out_the_answers_to_our_own_questions() throws Exception {
    say("channel 2: open failed: connect failed: open failed\r\nelse\r\n");
    journal.harvest(NOON, true);
    assertThat(last(10)).containsExactly(TIME + "ssh: else");
  }

  @Test
  void shows_so_many_of_the_last() throws Exception {
    journal.add(NOON, List.of("one", "two", "three"));
    assertThat(last(2)).containsExactly(TIME + "two", TIME + "three");
    assertThat(last(0)).isEmpty();
  }

  @Test
  void goes_on_where_one_left_off() throws Exception {
    journal.add(NOON, List.of("one"));
    long end = journal.excerpt(0, 10).end();
    assertThat(journal.excerpt(end, 10).lines()).isEmpty();
    journal.add(NOON, List.of("two"));
    Store.Excerpt next = journal.excerpt(end, 10);
    assertThat(next.lines()).containsExactly(TIME + "two");
    assertThat(journal.excerpt(next.end(), 10).lines()).isEmpty();
  }

  @Test
  void is_bounded_and_keeps_what_came_last() throws Exception {
    for (int round = 0; round < 40; round++) {
      journal.add(NOON, List.of("x".repeat(100 * KIB), "round " + round));
    }
    assertBounded();
    assertThat(last(3)).contains(TIME + "round 38", TIME + "round 39").hasSize(3);
  }

  @Test
  void bounds_what_ssh_writes_and_keeps_what_it_says_next() throws Exception {
    for (int round = 0; round < 5; round++) {
      say(("x".repeat(99) + "\n").repeat(10 * KIB));
      journal.harvest(NOON, false);
      assertBounded();
    }
    say("next\n");
    journal.harvest(NOON, false);
    assertThat(last(1)).containsExactly(TIME + "ssh: next");
  }

  @Test
  void begins_anew_where_the_file_of_ssh_was_replaced() throws Exception {
    say("a long word\n");
    journal.harvest(NOON, false);
    Files.delete(raw);
    say("short\n");
    journal.harvest(NOON, false);
    assertThat(last(1)).containsExactly(TIME + "ssh: short");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "99999999999999999999", "1e3"})
  void takes_all_again_where_its_mark_is_damaged(String mark) throws Exception {
    say("one\n");
    journal.harvest(NOON, false);
    Files.writeString(folder.resolve("journal.mark"), mark);
    journal.harvest(NOON, false);
    assertThat(last(10)).containsExactly(TIME + "ssh: one", TIME + "ssh: one");
  }

  @Test
  void bears_bytes_that_are_no_text() throws Exception {
    Files.write(raw, new byte[] {(byte) 0xff, (byte) 0xc3, '\n'});
    Files.write(folder.resolve("journal.mark"), new byte[] {(byte) 0xff});
    Files.write(folder.resolve("journal"), new byte[] {(byte) 0xff, '\n'});
    journal.harvest(NOON, false);
    assertThat(last(10)).hasSize(2);
  }

  @Test
  void goes_on_in_what_was_moved_aside_since() throws Exception {
    journal.add(NOON, List.of("one"));
    long end = journal.excerpt(0, 10).end();
    journal.add(NOON, List.of("two"));
    Files.move(folder.resolve("journal"), folder.resolve("journal.1"));
    journal.add(NOON, List.of("three"));

    Store.Excerpt next = journal.excerpt(end, 10);
    assertThat(next.lines()).extracting(JournalTest::word).containsExactly("two", "three");
    assertThat(journal.excerpt(next.end(), 10).lines()).isEmpty();
    journal.add(NOON, List.of("four"));
    assertThat(journal.excerpt(next.end(), 10).lines())
        .extracting(JournalTest::word)
        .containsExactly("four");
  }

  /** Longer than what was read of the one before. */
  @Test
  void takes_the_file_that_came_in_its_place_from_its_beginning() throws Exception {
    journal.add(NOON, List.of("one"));
    long end = journal.excerpt(0, 10).end();
    Files.move(folder.resolve("journal"), folder.resolve("journal.1"));
    journal.add(NOON, List.of("two", "three", "four"));
    assertThat(journal.excerpt(end, 10).lines())
        .extracting(JournalTest::word)
        .containsExactly("two", "three", "four");
  }

  @Test
  void waits_for_the_end_of_a_line_that_is_being_written() throws Exception {
    journal.add(NOON, List.of("one"));
    Files.writeString(
        folder.resolve("journal"), "2026-01-31T12:00:00Z tw", StandardOpenOption.APPEND);
    Store.Excerpt first = journal.excerpt(0, 10);
    assertThat(first.lines()).extracting(JournalTest::word).containsExactly("one");
    Files.writeString(folder.resolve("journal"), "o\n", StandardOpenOption.APPEND);
    assertThat(journal.excerpt(first.end(), 10).lines())
        .extracting(JournalTest::word)
        .containsExactly("two");
  }

  @Test
  void begins_with_a_whole_line_where_there_is_too_much() throws Exception {
    StringBuilder flood = new StringBuilder();
    for (int i = 10_000; i < 20_000; i++) {
      flood.append("line ").append(i).append(" of the flood\n");
    }
    say(flood.toString());
    journal.harvest(NOON, false);
    List<String> lines = journal.excerpt(0, 10_000).lines();
    assertThat(lines.get(0)).matches(".* ssh: \\.\\.\\. \\d+ bytes more, not kept");
    assertThat(lines.subList(1, lines.size()))
        .isNotEmpty()
        .allMatch(line -> line.matches(".* ssh: line \\d{5} of the flood"));
    String first = lines.get(1).replaceAll(".*line (\\d+).*", "$1");
    long left = (Long.parseLong(first) - 10_000) * "line 10000 of the flood\n".length();
    assertThat(lines.get(0)).contains(" " + left + " bytes");
  }

  @Test
  void takes_a_line_of_ssh_when_its_end_is_there() throws Exception {
    say("half a ");
    journal.harvest(NOON, false);
    say("first\nline");
    journal.harvest(NOON, false);
    say(" and its end\n");
    journal.harvest(NOON, false);
    assertThat(journal.excerpt(0, 10).lines())
        .extracting(line -> line.replaceFirst(".*ssh: ", ""))
        .containsExactly("half a first", "line and its end");
  }

  private static String word(String line) {
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private void assertBounded() throws IOException {
    for (String file : List.of("journal", "journal.1", "log")) {
      Path path = folder.resolve(file);
      assertThat(Files.exists(path) ? Files.size(path) : 0).as(file).isLessThan(700L * KIB);
    }
  }

  private List<String> last(int most) throws IOException {
    return journal.excerpt(0, most).lines();
  }

  private void say(String text) throws IOException {
    Files.writeString(raw, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
