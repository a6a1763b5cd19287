package tunnels.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandFileTest {

  private final List<String> refused = new ArrayList<>();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ssh -L 1:a:2 h                     | ssh,-L,1:a:2,h",
        "ssh -o 'A b' \"c d\" e\\ f x'y'z   | ssh,-o,A b,c d,e f,xyz",
        "ssh \"a\\\"b\\$c\\d\" ''           | ssh,a\"b$c\\d,",
        "ssh -L *:1:[::1]:2 h # to h        | ssh,-L,*:1:[::1]:2,h",
        "ssh -i ~/k#1 h                     | ssh,-i,~/k#1,h",
        "ssh -N h >/dev/null 2>&1 &         | ssh,-N,h",
        "ssh h </dev/null &> log            | ssh,h",
        "ssh h2 2>> log                     | ssh,h2",
      })
  void readsALineOfShell(String line, String words) {
    assertThat(words(line)).containsExactly(words.split(",", -1));
    assertThat(refused).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~ssh h | cat~                   | more than one command",
        "while :; do ssh h; done         | more than one command",
        "true && ssh h                   | more than one command",
        "(ssh h)                         | more than one command",
        "ssh $HOST                       | no shell is run",
        "ssh \"$HOST\"                   | no shell is run",
        "ssh h-$(hostname)               | no shell is run",
        "ssh `cat host`                  | no shell is run",
        "ssh 'h                          | not closed",
        "ssh \"h                         | not closed",
        "0 * * * * ssh h +%s             | line break",
      })
  void refusesWhatOnlyAShellKnows(String line, String why) {
    assertThat(CommandFile.commands(line, Path.of("/home/me"), refused::add)).isEmpty();
    assertThat(refused).singleElement().asString().startsWith("line 1: ").contains(why);
  }

  @Test
  void findsTheCommandsOfACrontab() {
    String crontab =
        """
        # ssh -N -L 1:a:2 commented-out
        AUTOSSH_GATETIME = 0
        MAILTO=me
        @reboot  sleep 60
        @reboot  ssh -N -L 1:a:2 one
        */5 0-3 * jan mon-fri  /usr/bin/autossh -M 0 -D 1 -o 'A \\%r' two
        0 * * * *  root  ssh -D 1 three
        """;
    List<FoundCommand> found = CommandFile.commands(crontab, Path.of("/home/me"), refused::add);
    assertThat(refused).isEmpty();
    assertThat(found.stream().map(FoundCommand::words).map(words -> String.join(" ", words)))
        .containsExactly(
            "ssh -N -L 1:a:2 one", "/usr/bin/autossh -M 0 -D 1 -o A %r two", "ssh -D 1 three");
    assertThat(found.stream().map(FoundCommand::line)).containsExactly(5, 6, 7);
    assertThat(found.get(0).notes()).anyMatch(note -> note.startsWith("AUTOSSH_GATETIME: dropped"));
    assertThat(found.get(2).notes()).anyMatch(note -> note.startsWith("user root: dropped"));
  }

  @Test
  void findsTheCommandsOfAScript() {
    String script =
        """
        #!/bin/sh
        ssh-add -l
        HOST=h
        ssh -N \\
          -L 1:a:2 \\
          one
        ssh $HOST -D 1
        """;
    List<FoundCommand> found = CommandFile.commands(script, Path.of("/home/me"), refused::add);
    assertThat(found).singleElement().extracting(FoundCommand::line).isEqualTo(4);
    assertThat(found.get(0).words()).containsExactly("ssh", "-N", "-L", "1:a:2", "one");
    assertThat(refused).singleElement().asString().startsWith("line 7: ");
  }

  @Test
  void findsTheCommandOfAUnit() {
    String unit =
        """
        [Unit]
        Description=ssh -N in words
        [Service]
        User=me
        Environment="AUTOSSH_GATETIME=0" 'MORE=-C -4' PORT=22
        # ExecStart=ssh commented-out
        ExecStart=-/usr/bin/autossh -M 0 -N $MORE \\
            -p ${PORT} -o "ServerAliveInterval 30" '-L 1:a:2' -i %h/k -o A=%%r -o B=$$ h\\x
        Restart=always
        """
            .replace("h\\x", "h");
    List<FoundCommand> found = CommandFile.commands(unit, Path.of("/home/me"), refused::add);
    assertThat(refused).isEmpty();
    assertThat(found).singleElement().extracting(FoundCommand::line).isEqualTo(7);
    assertThat(String.join(",", found.get(0).words()))
        .isEqualTo(
            "/usr/bin/autossh,-M,0,-N,-C,-4,-p,22,-o,ServerAliveInterval 30,-L 1:a:2,"
                + "-i,/home/me/k,-o,A=%r,-o,B=$,h");
    assertThat(found.get(0).notes()).anyMatch(note -> note.startsWith("User=me: dropped"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ssh ${HOST}    | $HOST, which the unit does not set",
        "ssh $HOST      | $HOST, which the unit does not set",
        "ssh %i         | only systemd knows",
        "ssh h\\q       | backslash",
        "ssh \"h\"x     | does not end with its word",
        "ssh \"h        | does not end with its word",
      })
  void refusesWhatOnlySystemdKnows(String command, String why) {
    String unit = "[Service]\nExecStart=" + command + "\n";
    assertThat(CommandFile.commands(unit, Path.of("/home/me"), refused::add)).isEmpty();
    assertThat(refused).singleElement().asString().startsWith("line 2: ").contains(why);
  }

  private List<String> words(String line) {
    return CommandFile.commands(line, Path.of("/home/me"), refused::add).get(0).words();
  }
}
