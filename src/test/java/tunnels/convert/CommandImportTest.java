package tunnels.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunnels.profile.ForwardText;
import tunnels.profile.ProfileText;

class CommandImportTest {

  private static final Path HERE = Path.of("/here");

  /** Host, forwards, options, [ssh] config and [health], as a table reads best. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // the forms of ssh(1)
        "ssh -N -L 8080:db:80 h                    | h            | local = \"8080:db:80\"",
        "ssh -NL8080:db:80 h                       | h            | local = \"8080:db:80\"",
        "/usr/bin/ssh -fNTD 1080 me@h              | me@h         | dynamic = \"1080\"",
        "ssh h -N -L 1:a:2                         | h            | local = \"1:a:2\"",
        "ssh -L 1:a:2 h -R 3:b:4 sleep 9 -D5       | h            | local = \"1:a:2\"; remote = \"3:b:4\"",
        "ssh -L 1:a:2 -- h                         | h            | local = \"1:a:2\"",
        "ssh -L /tmp/s:/run/d h                    | h            | local = \"/tmp/s:/run/d\"",
        "ssh -o LocalForward='1 a:2' h             | h            | local = \"1:a:2\"",
        "ssh -o 'RemoteForward 1 [::1]:2' h        | h            | remote = \"1:[::1]:2\"",
        "ssh -g -L 1:a:2 -R 3:b:4 -L x:5:c:6 h     | h            | local = \"*:1:a:2\" expose; remote = \"3:b:4\"; local = \"x:5:c:6\" expose",
        "ssh -oGatewayPorts=yes -D 1 h             | h            | dynamic = \"*:1\" expose",
        "ssh -D 0.0.0.0:1 h                        | h            | dynamic = \"0.0.0.0:1\" expose",
        // user and port: the first that is said, and before those of the destination
        "ssh -p 22 -l me -D1 h                     | ssh://me@h:22| dynamic = \"1\"",
        "ssh -p 22 -p 23 -l a -l b -D1 c@h         | ssh://a@h:22 | dynamic = \"1\"",
        "ssh -p 22 -o Port=23 -D1 h                | ssh://h:22   | dynamic = \"1\"",
        "ssh -l me -D1 ssh://you@h:23              | ssh://me@h:23| dynamic = \"1\"",
        "ssh -D1 ssh://you@h:23                    | ssh://you@h:23| dynamic = \"1\"",
        // autossh, and what stands before a command
        "autossh -M 2000 -f -N -D1 h               | h            | dynamic = \"1\"",
        "AUTOSSH_GATETIME=0 autossh -M0 -fND1 h    | h            | dynamic = \"1\"",
        "env AUTOSSH_PORT=0 /usr/bin/autossh -D1 h | h            | dynamic = \"1\"",
        "exec nohup ssh -D1 h                      | h            | dynamic = \"1\"",
        "sshpass -p x sudo -u u ssh -D1 h          | h            | dynamic = \"1\"",
        "start-stop-daemon --exec /usr/bin/autossh -- -M 0 -D1 h | h | dynamic = \"1\"",
        "ssh -D1 h ssh b                           | h            | dynamic = \"1\"",
      })
  void takesOverHostAndForwards(String command, String host, String forwards) {
    ProfileText profile = taken(command).profile();
    assertThat(profile.host()).isEqualTo(host);
    assertThat(profile.forwards().stream().map(CommandImportTest::shown).toList())
        .containsExactly(forwards.split("; "));
    assertThat(profile.options()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "-J bastion                     | ProxyJump=bastion",
        "-i ~/.ssh/id                   | IdentityFile=~/.ssh/id",
        "-i id                          | IdentityFile=/here/id",
        "-i '/a b'                      | IdentityFile=\"/a b\"",
        "-i /a -i /b                    | IdentityFile=/a, IdentityFile=/b",
        "-4 -C                          | AddressFamily=inet, Compression=yes",
        "-46                            | AddressFamily=inet6",
        "-o Compression=no -C           | Compression=yes",
        "-c a,b -m c                    | Ciphers=a,b, MACs=c",
        "-b 10.0.0.1                    | BindAddress=10.0.0.1",
        "-K                             | GSSAPIAuthentication=yes, GSSAPIDelegateCredentials=yes",
        "-o Port=23 -p 22               | Port=23",
        "-o 'ProxyCommand=a -W %h:%p b' | ProxyCommand=a -W %h:%p b",
        "-o 'HostKeyAlias x'            | HostKeyAlias=x",
      })
  void takesOverOptions(String options, String expected) {
    ProfileText profile = taken("ssh " + options + " -D1 h").profile();
    assertThat(String.join(", ", profile.options())).isEqualTo(expected);
    assertThat(profile.host()).isEqualTo("h");
  }

  @Test
  void aPortThatNoUriTakesBecomesAnOption() {
    ProfileText profile = taken("ssh -p 22 -D1 ::1").profile();
    assertThat(profile.host()).isEqualTo("::1");
    assertThat(profile.options()).containsExactly("Port=22");
  }

  @Test
  void timesAndTheFileOfSettingsHaveKeysOfTheirOwn() {
    String options =
        "-F cfg -o ServerAliveInterval=1m30s -o ServerAliveCountMax=3 -oConnectTimeout=5";
    String toml = taken("ssh " + options + " -D1 h").profile().toml();
    assertThat(toml)
        .contains("config = \"/here/cfg\"", "alive = \"90s\"", "timeout = \"5s\"")
        .doesNotContain("options");
    assertThat(taken("ssh -F NONE -D1 h").profile().config()).contains("/dev/null");
    assertThat(taken("ssh -F none -D1 h").profile().config()).contains("/dev/null");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "-f                            | -f: dropped, tunnels puts ssh into the background",
        "-A                            | -A: dropped, a tunnel has no session that could use the ag",
        "-q                            | -q: dropped, tunnels reads what ssh says",
        "-S /tmp/x                     | -S /tmp/x: dropped, tunnels keeps the control socket",
        "-o ControlMaster=auto         | ControlMaster=auto: dropped, it is set by tunnels, which",
        "-o ExitOnForwardFailure=yes   | ExitOnForwardFailure: dropped, tunnels tries",
        "-o BatchMode=yes              | BatchMode=yes: dropped",
        "-o ServerAliveInterval=0      | ServerAliveInterval=0: dropped",
        "-o ServerAliveInterval=30     | ServerAliveInterval=30: became alive below [health]",
        "-o ServerAliveCountMax=9      | ServerAliveCountMax=9: dropped",
        "-o Port=1 -o Port=2           | Port=2: dropped, ssh takes the first",
      })
  void saysWhatBecameOfTheRest(String options, String note) {
    assertThat(taken("ssh " + options + " -D1 h").notes())
        .anySatisfy(said -> assertThat(said).startsWith(note));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ssh -N h                    | tunnels import --host h",
        "autossh -M 0 -N me@h        | tunnels import --host me@h",
        "ssh a -L 1:b:2 ssh b -L 2:c:3 | it is two tunnels, the second from a to b",
        "ssh -L 1:b:2 -t a 'sudo ssh -L 2:c:3 b' | it is two tunnels",
        "ssh -L 1:a:2                | no host",
        "ssh -L                      | lacks its value",
        "ssh -Z -D1 h                | no option -Z",
        "ssh -W a:1 -D1 h            | write -L",
        "ssh -w 0 -D1 h              | network device",
        "ssh -O forward -D1 h        | runs already",
        "foo ssh -D1 h               | neither ssh nor autossh",
        "ssh -o Compression -D1 h    | no option of ssh",
      })
  void refuses(String command, String why) {
    List<String> said = new ArrayList<>();
    assertThat(CommandImport.of(words(command), HERE, Optional.empty(), said::add)).isEmpty();
    assertThat(said).singleElement().asString().contains(why);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | ''",
        "-oPermitRemoteOpen=any            | any",
        "-o 'PermitRemoteOpen a:1  *:443'  | a:1 *:443",
      })
  void aRemoteProxyGoesWhereTheCommandLetsIt(String options, String permit) {
    ForwardText proxy = taken("ssh " + options + " -R 2020 h").profile().forwards().get(0);
    assertThat(String.join(" ", proxy.permit())).isEqualTo(permit);
    assertThat(proxy.needsPermit()).isTrue();
  }

  @Test
  void whatIsAskedForPermitsInsteadOfTheCommand() {
    var asked = Optional.of(List.of("b:2"));
    List<String> command = words("ssh -oPermitRemoteOpen=any -R 2020 -R 1:a:2 h");
    List<ForwardText> forwards =
        CommandImport.of(command, HERE, asked, why -> {}).orElseThrow().profile().forwards();
    assertThat(forwards.get(0).permit()).containsExactly("b:2");
    assertThat(forwards.get(1).permit()).isEmpty();
  }

  private static Taken taken(String command) {
    List<String> said = new ArrayList<>();
    Optional<Taken> taken = CommandImport.of(words(command), HERE, Optional.empty(), said::add);
    assertThat(said).isEmpty();
    return taken.orElseThrow();
  }

  private static List<String> words(String command) {
    return ShellReader.commands(command, 1, new ShellVariables()).get(0).texts();
  }

  private static String shown(ForwardText forward) {
    return forward.line() + (forward.expose() ? " expose" : "");
  }
}
