package tunnels.cli;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** The commands as the help of the program lists them; picocli would first make a model of each. */
final class CommandList {

  private static final int MARGIN = 2;

  private CommandList() {}

  /** As picocli's own list of commands, with its heading. */
  static String of(Help help) {
    int longest = 0;
    for (Verb verb : Verb.values()) {
      longest = Math.max(longest, verb.word().length());
    }
    int width = help.commandSpec().usageMessage().width();
    TextTable table =
        TextTable.forColumns(
            help.colorScheme(),
            new Column(longest + MARGIN, MARGIN, Column.Overflow.SPAN),
            new Column(width - longest - MARGIN, MARGIN, Column.Overflow.WRAP));
    for (Verb verb : Verb.values()) {
      table.addRowValues(
          help.colorScheme().commandText(verb.word()), help.colorScheme().text(verb.header()));
    }
    return help.createHeading("Commands:%n") + table;
  }

  /** The program's synopsis, in which a command has its place. */
  static String synopsis(Help help) {
    return help.synopsis(help.synopsisHeadingLength()).stripTrailing() + " COMMAND\n";
  }
}
