package tunnels.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.convert.FoundCommands.Form;

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
        "ssh -i $HOME/k h                   | ssh,-i,/home/me/k,h",
        "(ssh h)                            | ssh,h",
        "! { ssh h; }                       | ssh,h",
        "true && ssh h                      | ssh,h",
        "sleep 30 && autossh -D1 h          | autossh,-D1,h",
        "~pgrep -f 'ssh -N h' || ssh -N h~  | ssh,-N,h",
        "~[ -n \"$(pgrep ssh)\" ] || ssh h~   | ssh,h",
        "~yes | ssh h~                      | ssh,h",
        "~ssh h | logger -t ssh~            | ssh,h",
        "while :; do ssh h; sleep 9; done   | ssh,h",
        "if ! nc -z h 22; then ssh h; fi    | ssh,h",
        "t() { ssh h; }                     | ssh,h",
        "alias t='ssh -D1 h'                | ssh,-D1,h",
        "sh -c 'exec ssh -D1 h'             | exec,ssh,-D1,h",
        "~su - u -c \"autossh -M 0 -L 1:a:2 h\"~ | autossh,-M,0,-L,1:a:2,h",
        "sudo -u u bash -c \"ssh -D 1 h\"   | ssh,-D,1,h",
        "eval \"ssh -D 1 h\"                | ssh,-D,1,h",
        "screen -dmS t ssh -D 1 h           | screen,-dmS,t,ssh,-D,1,h",
        "tmux new -d 'ssh -D 1 h'           | ssh,-D,1,h",
        "timeout 30 nice -n 5 ssh -D 1 h    | timeout,30,nice,-n,5,ssh,-D,1,h",
        "command=/usr/bin/autossh -M 0 h    | /usr/bin/autossh,-M,0,h",
        "Exec=ssh -N h                      | ssh,-N,h",
        "post-up ssh -f -N h                | post-up,ssh,-f,-N,h",
        "X=\"ssh -N h\"                     | ssh,-N,h",
        "export X='ssh -N h'                | ssh,-N,h",
        "X=\"ssh -N h\"; $X -D 1            | ssh,-N,h,-D,1",
        "X=\"ssh -N h\"; eval \"$X\"         | ssh,-N,h",
        "O='-o A=b -C'; ssh $O \"-D 1\" h    | ssh,-o,A=b,-C,-D 1,h",
        "H=h; ssh me@$H -L 1:${H}:2         | ssh,me@h,-L,1:h:2",
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
        "ssh $HOST                       | it holds $HOST, and no shell is run",
        "ssh \"$HOST\"                    | it holds $HOST, and no shell is run",
        "ssh ${HOST:-h}                  | it holds ${HOST:-h}, and no shell is run",
        "ssh \"$@\"                       | it holds $@, and no shell is run",
        "ssh h-$(hostname)               | it holds $(hostname), and no shell is run",
        "ssh `cat host`                  | it holds `cat host`, and no shell is run",
        "ssh 'h                          | not closed",
        "ssh \"h                         | not closed",
        "xargs ssh -N h                  | xargs is not known to start ssh",
        "ansible x -e \"ssh -D1 h\"       | ansible is not known to start ssh",
        "0 * * * * ssh h +%s             | line break",
      })
  void refusesWhatOnlyAShellKnows(String line, String why) {
    assertThat(found(line).commands()).isEmpty();
    assertThat(refused).singleElement().asString().startsWith("line 1: ").contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "pgrep -f 'ssh -N h'",
    "pkill autossh",
    "systemctl restart ssh",
    "which ssh",
    "echo 'ssh -N h'",
    "rsync -e 'ssh -p 22' a b:c",
    "ssh-add -l",
    "timeout 5 pgrep ssh",
    "Somebody says that ssh is good",
  })
  void passesOverWhatStartsNone(String line) {
    assertThat(found(line).commands()).isEmpty();
    assertThat(refused).isEmpty();
  }

  @Test
  void aHereDocumentIsData() {
    assertThat(words("cat <<E >x\nssh a 'b\nE\nssh h")).containsExactly("ssh", "h");
    assertThat(found("cat <<E\nE\n\nssh h").commands().get(0).line()).isEqualTo(4);
    assertThat(refused).isEmpty();
  }

  @Test
  void eachOfSeveralCommandsCounts() {
    FoundCommands found = found("ssh -D1 a & ssh -D2 b; ssh -D3 $C\nssh -D4 'd\nssh -D5 e\n");
    assertThat(found.commands().stream().map(each -> each.words().get(2)))
        .containsExactly("a", "b", "e");
    assertThat(found.commands().stream().map(FoundCommand::line)).containsExactly(1, 1, 3);
    assertThat(refused).hasSize(2);
  }

  @Test
  void whatIsBesideACommandIsSaid() {
    FoundCommands found = found("pgrep ssh || ssh -D1 h >log 2>&1 &");
    assertThat(found.commands().get(0).notes())
        .anyMatch(note -> note.startsWith("pgrep ssh ||: dropped"))
        .anyMatch(note -> note.startsWith("redirection to log: dropped"))
        .anyMatch(note -> note.startsWith("&: dropped"));
    assertThat(found("su - u -c 'ssh -D1 h'").commands().get(0).notes())
        .anyMatch(note -> note.startsWith("su: dropped, a tunnel belongs to"));
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
        0 * * * *  root  su - u -c "autossh -M 0 -D 2 four"
        * * * * *  root  pgrep -f five || ssh -D 1 five
        * * * * *  sleep 30 && ssh -D 1 six
        """;
    List<FoundCommand> found = found(crontab).commands();
    assertThat(refused).isEmpty();
    assertThat(found.stream().map(FoundCommand::words).map(words -> String.join(" ", words)))
        .containsExactly(
            "ssh -N -L 1:a:2 one",
            "/usr/bin/autossh -M 0 -D 1 -o A %r two",
            "ssh -D 1 three",
            "autossh -M 0 -D 2 four",
            "ssh -D 1 five",
            "ssh -D 1 six");
    assertThat(found.stream().map(FoundCommand::line)).containsExactly(5, 6, 7, 8, 9, 10);
    assertThat(found.get(0).notes()).anyMatch(note -> note.startsWith("AUTOSSH_GATETIME: dropped"));
    assertThat(found.get(2).notes()).anyMatch(note -> note.startsWith("user root: dropped"));
  }

  @Test
  void findsTheCommandsOfAScript() {
    String script =
        """
        #!/bin/sh
        ssh-add -l
        # it's here
        ssh -N \\
          -L 1:a:2 \\
          one
        ssh $1 -D 1
        """;
    List<FoundCommand> found = found(script).commands();
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
    List<FoundCommand> found = found(unit).commands();
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
        "ssh %H         | only systemd knows",
        "ssh %i         | only systemd knows",
        "ssh h\\q       | backslash",
        "ssh \"h\"x     | does not end with its word",
        "ssh \"h        | does not end with its word",
      })
  void refusesWhatOnlySystemdKnows(String command, String why) {
    String unit = "[Service]\nExecStart=" + command + "\n";
    assertThat(found(unit).commands()).isEmpty();
    assertThat(refused).singleElement().asString().startsWith("line 2: ").contains(why);
  }

  @Test
  void aUnitTakesItsVariablesFromFilesToo() {
    String unit =
        """
        [Service]
        EnvironmentFile=-/etc/default/tunnel-%i
        ExecStart=/usr/bin/ssh -N -L ${PORT}:localhost:80 $MORE %h/x
        """;
    String file = "# of the tunnel\nPORT=8080\nMORE=\"-C -4\"\n; and no more\n";
    CommandSource source =
        new CommandSource(
            "tunnel@web.service",
            Path.of("/home/me"),
            path ->
                Optional.ofNullable(Map.of(Path.of("/etc/default/tunnel-web"), file).get(path)));
    assertThat(CommandFile.commands(unit, source, refused::add).commands().get(0).words())
        .containsExactly("/usr/bin/ssh", "-N", "-L", "8080:localhost:80", "-C", "-4", "/home/me/x");
    assertThat(refused).isEmpty();
  }

  @Test
  void aTemplateNeedsAnInstance() {
    String unit = "[Service]\nExecStart=ssh -N -D 1 %i\n";
    CommandSource template =
        new CommandSource("tunnel@.service", Path.of("/home/me"), path -> Optional.empty());
    assertThat(CommandFile.commands(unit, template, refused::add).commands()).isEmpty();
    assertThat(refused).singleElement().asString().contains("--file tunnel@INSTANCE.service");
  }

  @Test
  void findsTheCommandOfALaunchdJob() {
    String plist =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/x.dtd">
        <plist version="1.0"><dict>
          <key>Label</key><string>org.example.web</string>
          <key>EnvironmentVariables</key>
          <dict><key>AUTOSSH_GATETIME</key><string>0</string></dict>
          <key>ProgramArguments</key>
          <array>
            <string>autossh</string><string>-M</string><string>0</string>
            <string>-L</string><string>8080:a &amp; b:80</string><string>h</string>
          </array>
          <key>Program</key><string>/opt/homebrew/bin/autossh</string>
          <key>KeepAlive</key><true/>
        </dict></plist>
        """;
    FoundCommands found = found(plist);
    assertThat(found.form()).isEqualTo(Form.PLIST);
    assertThat(found.label()).isEqualTo("org.example.web");
    FoundCommand command = found.commands().get(0);
    assertThat(command.words())
        .containsExactly("/opt/homebrew/bin/autossh", "-M", "0", "-L", "8080:a & b:80", "h");
    assertThat(command.line()).isEqualTo(9);
    assertThat(command.notes()).anyMatch(note -> note.startsWith("AUTOSSH_GATETIME: dropped"));
  }

  @Test
  void aPropertyListThatCannotBeReadIsSaid() {
    assertThat(found("bplist00\u0001").commands()).isEmpty();
    assertThat(found("<plist><dict>\n<key>").commands()).isEmpty();
    assertThat(refused.get(0)).contains("plutil -convert xml1");
    assertThat(refused.get(1)).startsWith("line 2: it is no property list");
  }

  @Test
  void whatElseAFileRunsIsKnown() {
    assertThat(found("[Service]\nExecStart=/home/me/bin/tunnel -v\n").scripts())
        .containsExactly("/home/me/bin/tunnel");
    assertThat(found("@reboot bash ~/tunnel.sh >/dev/null\n").scripts())
        .containsExactly("~/tunnel.sh");
    assertThat(found("@reboot /usr/bin/backup\n").scripts()).isEmpty();
  }

  /** Seconds, not hours, and no stack that overflows. */
  @ParameterizedTest
  @CsvSource({"$(", "`", "'\"$('", "'\"$(\n'", "${", "'<<x\n'", "sh -c ' '", "(", "\\"})
  void endsWithWhateverIsHandedIn(String piece) {
    assertThat(found(piece.replace("\\n", "\n").repeat(20_000)).commands()).isEmpty();
  }

  private FoundCommands found(String text) {
    return CommandFile.commands(text, CommandSource.typed(Path.of("/home/me")), refused::add);
  }

  private List<String> words(String line) {
    List<FoundCommand> commands = found(line).commands();
    assertThat(commands).as("%s", refused).hasSize(1);
    return commands.get(0).words();
  }
}
