package tunnels.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogsTest {
  private static final String FORWARD = "[[forward]]\nlocal = \"8080:localhost:80\"\n";
  private static final String MINIMAL = "host = \"hpc\"\n" + FORWARD;

  @TempDir private Path dir;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(dir.resolve("profiles"));
  }

  @Test
  void aFolderThatIsNotThereIsAnEmptyCatalog() {
    Catalog catalog = Catalogs.read(dir.resolve("none"), dir);
    assertThat(catalog.profiles()).isEmpty();
    assertThat(catalog.faults()).isEmpty();
  }

  @Test
  void aProfileThatSaysLittleGetsOurDefaults() {
    profile("hpc", MINIMAL);
    Profile profile = read().profiles().get("hpc");
    assertThat(profile.description()).isEmpty();
    assertThat(profile.autostart()).isFalse();
    assertThat(profile.unattended()).isTrue();
    assertThat(profile.connection()).isEqualTo("hpc");
    assertThat(profile.ssh()).isEqualTo(Defaults.ours().ssh());
    assertThat(profile.retry()).isEqualTo(Defaults.ours().retry());
    assertThat(profile.health()).isEqualTo(Defaults.ours().health());
    assertThat(profile.forwards()).singleElement().extracting(Forward::line).isEqualTo(2);
  }

  @Test
  void everyKeyOfTheContractIsRead() {
    write("ssh.conf", "");
    profile(
        "full",
        """
        description = "Internet"
        host = "me@hpc"
        tags = ["hpc", "web"]
        autostart = true
        unattended = false

        [[forward]]
        remote = "2020"
        permit = ["github.com:22", "*:443"]
        label = "socks"
        probe = "socks"

        [[forward]]
        local = "*:8888:localhost:8888"
        probe = "http"
        open = "/lab"
        expose = true

        [ssh]
        config = "~/ssh.conf"
        options = ["Compression yes", "IdentityFile = ~/.ssh/a", "IdentityFile=~/.ssh/b"]
        connection = "hpc"
        remote_commands = false

        [retry]
        first = "500ms"
        max = "5m"
        held = "15m"

        [health]
        alive = "5s"
        timeout = "1m"
        """);
    Catalog catalog = read();
    assertThat(catalog.faults()).isEmpty();
    assertThat(catalog.warnings()).isEmpty();
    Profile profile = catalog.profiles().get("full");
    assertThat(profile.tags()).containsExactly("hpc", "web");
    assertThat(profile.forwards().get(0).permit()).containsExactly("github.com:22", "*:443");
    Forward exposed = profile.forwards().get(1);
    assertThat(Forward.argument(exposed.listen(), exposed.target()))
        .isEqualTo("*:8888:localhost:8888");
    assertThat(profile.ssh().config()).contains(dir.resolve("ssh.conf"));
    assertThat(profile.ssh().options())
        .containsExactly("Compression=yes", "IdentityFile=~/.ssh/a", "IdentityFile=~/.ssh/b");
    assertThat(profile.connection()).isEqualTo("hpc");
    assertThat(profile.ssh().remoteCommands()).isFalse();
    assertThat(profile.ssh().logins()).isEqualTo(8);
    assertThat(profile.retry().first()).isEqualTo(Duration.ofMillis(500));
    assertThat(profile.retry().held()).contains(Duration.ofMinutes(15));
    assertThat(profile.health())
        .isEqualTo(new Profile.Health(Duration.ofSeconds(5), Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "NONE", "/dev/null", "~/link"})
  void noConfigurationOfSshHasSeveralNames(String config) throws IOException {
    Files.createSymbolicLink(dir.resolve("link"), Path.of("/dev/null"));
    profile("a", MINIMAL + "[ssh]\nconfig = \"" + config + "\"\n");
    assertThat(read().profiles().get("a").ssh().config()).contains(Profile.Ssh.NO_CONFIG);
  }

  @Test
  void aConfigurationIsARegularFile() throws IOException {
    Files.createSymbolicLink(dir.resolve("link"), Path.of("/dev/zero"));
    profile("a", MINIMAL + "[ssh]\nconfig = \"~/link\"\n");
    assertThat(read().faults()).singleElement().asString().contains("is no file that can be read");
  }

  @Test
  void configTomlHoldsWhereAProfileSaysNothing() {
    write(
        "config.toml",
        """
        on_change = '''
        logger "$1"
        '''

        [ssh]
        options = ["Compression=yes", "AddressFamily=inet"]
        remote_commands = false
        logins = 3

        [retry]
        held = "1h"

        [health]
        alive = "30s"
        """);
    profile("hpc", MINIMAL + "[ssh]\noptions = [\"Compression=no\"]\n[health]\ntimeout = \"3s\"\n");
    profile("far", MINIMAL.replace("8080", "8081") + "[ssh]\nlogins = 30\n");
    Catalog catalog = read();
    assertThat(catalog.faults()).isEmpty();
    assertThat(catalog.onChange()).contains("logger \"$1\"\n");
    Profile profile = catalog.profiles().get("hpc");
    assertThat(profile.ssh().options())
        .containsExactly("Compression=no", "Compression=yes", "AddressFamily=inet");
    assertThat(profile.ssh().remoteCommands()).isFalse();
    assertThat(profile.ssh().logins()).isEqualTo(3);
    assertThat(catalog.profiles().get("far").ssh().logins()).isEqualTo(30);
    assertThat(profile.retry().held()).contains(Duration.ofHours(1));
    assertThat(profile.health())
        .isEqualTo(new Profile.Health(Duration.ofSeconds(30), Duration.ofSeconds(3)));
  }

  @ParameterizedTest(name = "logins = {0} are {1}")
  @CsvSource({"1,1", "100,100", "0,0", "101,0", "+5,0", "1_0,0", "5.0,0", "1234567890,0"})
  void aWholeNumberIsWrittenPlainly(String written, int read) {
    profile("a", MINIMAL + "[ssh]\nlogins = " + written + "\n");
    Catalog catalog = read();
    assertThat(catalog.profiles().values())
        .allSatisfy(profile -> assertThat(profile.ssh().logins()).isEqualTo(read));
    assertThat(told(catalog.faults()).filter(fault -> fault.contains("whole number from 1")))
        .hasSize(read == 0 ? 1 : 0);
  }

  @Test
  void aFaultOfConfigTomlBreaksEveryProfileAndIsToldOnce() {
    write("config.toml", "on_chnage = \"true\"\n[ssh]\nconnection = \"x\"\n");
    profile("a", MINIMAL);
    profile("b", MINIMAL.replace("8080", "8081"));
    Catalog catalog = read();
    assertThat(catalog.profiles()).isEmpty();
    assertThat(catalog.broken()).containsExactly("a", "b");
    assertThat(told(catalog.faults()))
        .containsExactly(
            "config.toml:1: \"on_chnage\" is not known: did you mean \"on_change\"?",
            "config.toml:3: \"connection\" does not belong here: write it below [ssh] of a"
                + " profile");
  }

  @Test
  void oneBadProfileDoesNotStopTheOthersAndAllFaultsAreTold() {
    profile("bad", "hots = \"x\"\ntags = \"y\"\n" + FORWARD);
    profile("good", MINIMAL);
    Catalog catalog = read();
    assertThat(catalog.profiles().keySet()).containsExactly("good");
    assertThat(catalog.broken()).containsExactly("bad");
    assertThat(told(catalog.faults()))
        .containsExactly(
            "bad.toml:1: \"hots\" is not known: did you mean \"host\"?",
            "bad.toml:2: \"tags\" takes a list: write tags = [\"y\"]");
  }

  @Test
  void filesThatAreNoProfilesAreLeftAlone() {
    for (String name :
        List.of("a.toml~", ".a.toml", "#a.toml#", "a.toml.bak", "README", "a.TOML")) {
      write("profiles/" + name, "nonsense");
    }
    assertThat(read().names()).isEmpty();
    assertThat(read().faults()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsAFaultAndNoException() throws IOException {
    Files.createDirectory(dir.resolve("profiles/folder.toml"));
    Files.createSymbolicLink(dir.resolve("profiles/link.toml"), Path.of("/nonexistent"));
    profile("large", "#".repeat(300_000));
    profile("Bad Name", MINIMAL);
    profile("x".repeat(42), MINIMAL);
    Catalog catalog = read();
    assertThat(catalog.faults()).hasSize(5).allMatch(fault -> fault.line() == 1);
    assertThat(catalog.broken()).containsExactly("folder", "large", "link");
  }

  @Test
  void aFileInPlaceOfTheFolderIsAFault() throws IOException {
    Files.delete(dir.resolve("profiles"));
    write("profiles", "");
    assertThat(read().faults()).singleElement().asString().contains("profiles:1: this folder");
  }

  @Test
  void profilesOfOneConnectionAgreeOrTheLaterIsAtFault() {
    String shared = "[ssh]\nconnection = \"c\"\n";
    String proxy = "[[forward]]\nremote = \"%s\"\npermit = [%s]\n";
    profile("a", MINIMAL + shared);
    profile("b", "host = \"other\"\n" + FORWARD.replace("8080", "8081") + shared);
    profile("c", MINIMAL.replace("8080", "8082") + "[health]\nalive = \"5s\"\n");
    profile("d", MINIMAL.replace("8080", "8083") + shared + "options = [\"Compression=yes\"]\n");
    profile("e", "host = \"hpc\"\n" + proxy.formatted("1", "\"a:1\", \"b:2\"") + shared);
    profile("f", "host = \"hpc\"\n" + proxy.formatted("2", "\"b:2\", \"a:1\"") + shared);
    profile("g", "host = \"hpc\"\n" + proxy.formatted("3", "\"a:1\"") + shared);
    profile("h", MINIMAL.replace("8080", "8084") + shared + "logins = 2\n");
    Catalog catalog = read();
    assertThat(catalog.profiles().keySet()).containsExactly("a", "e", "f");
    assertThat(catalog.broken()).containsExactly("b", "c", "d", "g", "h");
    assertThat(told(catalog.faults()).map(fault -> fault.replaceAll(", with which.*", "")))
        .containsExactly(
            "b.toml:1: host differs from that of \"a\"",
            "c.toml:5: health alive differs from that of \"a\"",
            "d.toml:6: ssh options differs from that of \"a\"",
            "g.toml:2: permit differs from that of \"e\"",
            "h.toml:6: ssh logins differs from that of \"a\"");
  }

  @Test
  void aTermThatOnlyTheFirstProfileWritesIsToldAtTheConnection() {
    profile("a", MINIMAL + "[ssh]\nconnection = \"c\"\n[health]\nalive = \"5s\"\n");
    profile("b", MINIMAL.replace("8080", "8081") + "[ssh]\nconnection = \"c\"\n");
    assertThat(told(read().faults()))
        .singleElement()
        .asString()
        .startsWith("b.toml:5: health alive");
  }

  @Test
  void profilesThatListenOnOneAddressAreWarnedOf() {
    String remote = "[[forward]]\nremote = \"9000:localhost:80\"\n";
    profile("a", MINIMAL + remote);
    profile("b", "host = \"other\"\n" + "[[forward]]\ndynamic = \"127.0.0.1:8080\"\n" + remote);
    profile("c", "host = \"hpc\"\n" + remote);
    Catalog catalog = read();
    assertThat(catalog.faults()).isEmpty();
    assertThat(told(catalog.warnings()).map(warning -> warning.replaceAll(": only.*", "")))
        .containsExactly(
            "b.toml:2: 127.0.0.1:8080 is where \"a\" listens too (line 2 of a.toml)",
            "c.toml:2: localhost:9000 is where \"a\" listens too (line 4 of a.toml)");
  }

  @Test
  void anAddressOfManyProfilesIsOneWarning() {
    for (int i = 10; i < 50; i++) {
      profile("p" + i, MINIMAL);
    }
    Catalog catalog = read();
    assertThat(catalog.profiles()).hasSize(40);
    assertThat(told(catalog.warnings()).toList())
        .singleElement()
        .asString()
        .startsWith("p11.toml:2: localhost:8080 is where \"p10\" listens too")
        .contains("39 profiles in all: p11, p12", ": only one of them can be up");
  }

  /** TOML4J takes gigabytes for some of them; it does not get them to read. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "tags = [LIST]               | '\"a\", '                     | 40000 | the list of \"tags\" has more than 1000 items",
        "LIST                        | '[[forward]]\ndynamic=\"1\"\n' | 8000  | more than 1000 [[forward]]: write several profiles",
        "LIST | 'a=1\\n' | 40000 | more than 100 faults",
        "a = [LIST] | '[1, 2], ' | 30000 | has more than 1000 items",
        "a = [[LIST], [LIST], [LIST], [LIST], [LIST], [LIST]] | '1, ' | 990 | the file has more than 5000 values",
      })
  void farTooMuchIsOneFault(String frame, String piece, int times, String fault) {
    String list = piece.replace("\\n", "\n").repeat(times);
    profile("hpc", frame.replace("LIST", list) + "\n" + MINIMAL);
    Catalog catalog = read();
    assertThat(catalog.profiles()).isEmpty();
    assertThat(told(catalog.faults())).anyMatch(each -> each.contains(fault));
    assertThat(catalog.faults()).hasSizeLessThan(110);
  }

  @Test
  void forwardsToTheServersOfJobsListenHereLikeOthers() {
    String job = "host = \"hpc\"\n[job]\nserver = \"rstudio\"\n[[forward]]\nserver = \"%s\"\n";
    profile("a", MINIMAL);
    profile("b", job.formatted("8080"));
    profile("c", job.formatted("8787"));
    profile("d", job.formatted("localhost:8787"));
    Catalog catalog = read();
    assertThat(catalog.faults()).isEmpty();
    assertThat(told(catalog.warnings()).map(warning -> warning.replaceAll(": only.*", "")))
        .containsExactly(
            "b.toml:4: localhost:8080 is where \"a\" listens too (line 2 of a.toml)",
            "d.toml:4: localhost:8787 is where \"c\" listens too (line 4 of c.toml)");
  }

  @Test
  void whatIsAllowedButSurprisesIsWarnedOf() {
    profile(
        "hpc",
        MINIMAL
            + "expose = true\n[ssh]\noptions = [\n"
            + "\"StrictHostKeyChecking=no\",\n\"UserKnownHostsFile /dev/null\",\n"
            + "\"Port=1\",\n\"port=2\",\n\"StrictHostKeyChecking=accept-new\",\n]\n");
    Catalog catalog = read();
    assertThat(catalog.faults()).isEmpty();
    assertThat(catalog.profiles()).containsKey("hpc");
    assertThat(catalog.warnings()).extracting(Fault::line).containsExactly(4, 7, 8, 10, 11);
  }

  private Catalog read() {
    return Catalogs.read(dir, dir);
  }

  private void profile(String name, String text) {
    write("profiles/" + name + ".toml", text);
  }

  private void write(String name, String text) {
    try {
      Files.writeString(dir.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<String> told(List<Fault> faults) {
    return faults.stream()
        .map(fault -> fault.file().getFileName() + ":" + fault.line() + ": " + fault.what());
  }
}
