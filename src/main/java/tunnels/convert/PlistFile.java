package tunnels.convert;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The command of a launchd job (launchd.plist(5)), in the XML form of a property list. */
final class PlistFile {

  private final XMLStreamReader xml;
  private String label = "";
  private String program = "";
  private final List<String> arguments = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int line = 1;

  private PlistFile(XMLStreamReader xml) {
    this.xml = xml;
  }

  static boolean isPlist(String text) {
    return text.startsWith("bplist") || text.contains("<plist");
  }

  static FoundCommands read(String text, Consumer<String> refuse) {
    CommandFinder finder = new CommandFinder(refuse);
    PlistFile file = null;
    try {
      if (text.startsWith("bplist")) {
        refuse.accept(
            "it is a binary property list: plutil -convert xml1 -o - FILE prints its text");
      } else {
        file = new PlistFile(reader(text));
        file.keys();
        file.command(finder);
      }
    } catch (XMLStreamException e) {
      int at = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
      refuse.accept("line " + at + ": it is no property list: plutil -lint FILE tells why");
    }
    String label = file == null ? "" : file.label;
    return new FoundCommands(
        FoundCommands.Form.PLIST, finder.found(), Set.copyOf(finder.scripts()), label);
  }

  /** Nothing but this text is read: no document type, no entity. */
  private static XMLStreamReader reader(String text) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory.createXMLStreamReader(new StringReader(text.strip()));
  }

  private void keys() throws XMLStreamException {
    String key = "";
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        String element = xml.getLocalName();
        if (element.equals("key")) {
          key = xml.getElementText();
        } else if (element.equals("string")) {
          string(key);
        }
      }
    }
  }

  private void string(String key) throws XMLStreamException {
    int here = xml.getLocation().getLineNumber();
    String text = xml.getElementText();
    switch (key) {
      case "Label" -> label = text;
      case "Program" -> program = text;
      case "ProgramArguments" -> {
        line = arguments.isEmpty() ? here : line;
        arguments.add(text);
      }
      case "UserName" ->
          notes.add("UserName " + text + ": dropped, a tunnel belongs to who starts it");
      default ->
          Invocation.variable(key + "=" + text)
              .filter(n -> key.startsWith("AUTOSSH_"))
              .ifPresent(notes::add);
    }
  }

  /** Program is what is run; the first of the arguments only its name then. */
  private void command(CommandFinder finder) {
    List<String> words = new ArrayList<>(arguments);
    if (!program.isEmpty()) {
      words.subList(0, Math.min(1, words.size())).clear();
      words.add(0, program);
    }
    notes.add("when launchd runs it: dropped, tunnels keeps up what is wanted");
    finder.words(words, line, notes);
  }
}
