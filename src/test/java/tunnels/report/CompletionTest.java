package tunnels.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tunnels.report.Grammar.Kind;

/** What is generated; real shells say whether it serves. */
class CompletionTest {

  private static final Grammar.Value FOLDER = new Grammar.Value(Kind.FOLDER, "DIR", List.of());
  private static final Grammar.Option DIR =
      new Grammar.Option(List.of("-d", "--dir"), "It's a [folder]", Optional.of(FOLDER));
  private static final Grammar.Place WORDS =
      new Grammar.Place(new Grammar.Value(Kind.WORDS, "A:B", List.of("a", "b")), true);

  /** {@code tunnels outer inner a}. */
  private static final Grammar GRAMMAR =
      command(
          "tunnels",
          command("outer", new Grammar("inner", "x", List.of(DIR), List.of(WORDS), List.of())));

  private static Grammar command(String name, Grammar inner) {
    return new Grammar(name, "about " + name, List.of(), List.of(), List.of(inner));
  }

  @Test
  void a_command_within_a_command_is_found_by_the_words_that_lead_to_it() {
    assertThat(BashCompletion.of(GRAMMAR))
        .contains("    outer)\n      commands=(inner)\n      ;;\n    'outer inner')\n")
        .contains(
            "options=(-d --dir)\n      values=(-d=folder --dir=folder)\n      places=('a|b...')\n");
    assertThat(ZshCompletion.of(GRAMMAR))
        .contains("_tunnels_outer_inner() {\n")
        .contains("_tunnels_commands _tunnels_outer\n");
  }

  @Test
  void what_zsh_would_read_otherwise_is_quoted() {
    assertThat(ZshCompletion.of(GRAMMAR))
        .contains("'(-d --dir)'{-d+,--dir=}'[It'\\''s a \\[folder\\]]:dir:_files -/'")
        .contains("'*:a\\:b:(a b)'");
  }
}
