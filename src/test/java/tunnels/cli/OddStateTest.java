package tunnels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.OddThings;
import tunnels.openssh.Cause;
import tunnels.openssh.Connection;
import tunnels.openssh.Failure;
import tunnels.openssh.FailureKind;
import tunnels.openssh.Grounds;
import tunnels.openssh.MuxForward;
import tunnels.openssh.Proof;
import tunnels.openssh.Session;
import tunnels.openssh.StandIn;
import tunnels.profile.Catalog;
import tunnels.profile.Catalogs;
import tunnels.profile.Endpoint;
import tunnels.profile.Job;
import tunnels.profile.Profile;
import tunnels.state.Leftovers;
import tunnels.state.Machine;
import tunnels.state.StateDirectory;
import tunnels.supervise.Change;
import tunnels.supervise.ConnectionRecord;
import tunnels.supervise.Following;
import tunnels.supervise.HeldForward;
import tunnels.supervise.JobRecord;
import tunnels.supervise.JobServer;
import tunnels.supervise.LaunchRecord;
import tunnels.supervise.Phase;
import tunnels.supervise.Store;
import tunnels.supervise.Trouble;
import tunnels.supervise.Wanted;
import tunnels.supervise.Way;

/**
 * Whatever stands in the place of a file of the state, and whatever a file of it says: each command
 * that only looks does so, and the tunnels whose files are good are shown as they are.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddStateTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  /** What concerns tunnel a alone; "." is the folder of this machine. */
  private static final List<String> OF_ONE =
      List.of(
          "connections/a/record.json",
          "connections/a/record.json.damaged",
          "connections/a/ports.json",
          "connections/a/sessions.json",
          "connections/a/proofs.json",
          "connections/a/way.json",
          "connections/a/log",
          "connections/a/ssh_config",
          "connections/a/journal",
          "connections/a/journal.1",
          "connections/a/journal.mark",
          "connections/a",
          "connections/x",
          "wanted/a.up",
          "wanted/a.down",
          "wanted/a.hold",
          "wanted/x",
          "events/a.jsonl",
          "events/a.jsonl.1",
          "jobs/a.json",
          "jobs/0123",
          "said/a.toml",
          "said/unwritten",
          "s/x",
          "keepalive",
          "supervisor.json",
          "lock");

  private static final List<String> RECORDS =
      List.of(
          "connections/a/record.json",
          "connections/a/proofs.json",
          "connections/a/ports.json",
          "connections/a/sessions.json",
          "connections/a/way.json",
          "jobs/a.json",
          "supervisor.json",
          "events/a.jsonl");

  /** What concerns all of them. */
  private static final List<String> OF_ALL =
      List.of("connections", "wanted", "events", "jobs", "said", "s", ".");

  private Path folder;
  private Path machine;
  private StandIn master;

  @BeforeEach
  void begin() throws IOException {
    folder = Files.createTempDirectory(Path.of("/tmp"), "t");
    machine = folder.resolve("s").resolve(Machine.name());
    Files.createDirectories(folder.resolve("profiles"));
    Path config = Files.createFile(folder.resolve("ssh_config"));
    Files.writeString(folder.resolve("config.toml"), "[ssh]\nconfig = \"" + config + "\"\n");
    for (String name : List.of("a", "b")) {
      Files.writeString(
          folder.resolve("profiles/" + name + ".toml"),
          "host = \"x.invalid\"\n[[forward]]\nlocal = \"1%d:localhost:80\"\n"
              .formatted(1000 + name.charAt(0)));
    }
    fill();
  }

  @AfterEach
  void end() throws IOException {
    master.close();
    Leftovers.remove(folder);
  }

  @ParameterizedTest
  @EnumSource(OddThings.class)
  void what_is_in_the_place_of_a_file_of_one_tunnel_concerns_no_other(OddThings odd)
      throws Exception {
    for (String name : OF_ONE) {
      Path place = machine.resolve(name);
      Optional<byte[]> before =
          Files.isRegularFile(place) ? Optional.of(Files.readAllBytes(place)) : Optional.empty();
      boolean folder = Files.isDirectory(place);
      odd.at(place);
      insistOnLooks(odd + " at " + name, "b");
      Leftovers.remove(place);
      if (before.isPresent()) {
        Files.write(place, before.get());
      } else if (folder) {
        again();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(OddThings.class)
  void what_is_in_the_place_of_a_folder_of_all_stops_no_look(OddThings odd) throws Exception {
    for (String place : OF_ALL) {
      odd.at(machine.resolve(place).normalize());
      insistOnLooks(odd + " at " + place);
      again();
    }
  }

  @ParameterizedTest
  @EnumSource(OddThings.class)
  void all_at_once_stop_no_look(OddThings odd) throws Exception {
    for (String place : OF_ONE) {
      odd.at(machine.resolve(place));
    }
    insistOnLooks(odd + " everywhere", "b");
    insistOn(odd + " everywhere", "doctor");
    insistOn(odd + " everywhere", "clean", "--dry-run");
    insistOn(odd + " everywhere", "status", "--json");
    insistOn(odd + " everywhere", "show", "a");
    insistOn(odd + " everywhere", "history", "--html", "-");
  }

  @Test
  void a_record_and_the_place_where_it_is_set_aside_may_both_be_folders() throws Exception {
    OddThings.FULL_FOLDER.at(machine.resolve("connections/a/record.json"));
    OddThings.FULL_FOLDER.at(machine.resolve("connections/a/record.json.damaged"));
    insistOnLooks("both folders", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "9223372036854775807",
        "1e400",
        "\"+999999999-12-31T23:59:59.999999999Z\"",
        "\"-999999999-01-01T00:00:00Z\"",
        "\"PT2562047788015215H30M7S\"",
        "\"\\u0000/x\"",
        "\"../../../etc/passwd\"",
        "\"\\ud800\"",
        "null",
        "[]",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
      })
  void each_member_of_each_file_may_say_what_it_likes(String value) throws Exception {
    for (String name : RECORDS) {
      Path file = machine.resolve(name);
      String text = Files.readString(file);
      for (String odd : replaced(text.strip(), value)) {
        Files.writeString(file, odd + "\n");
        if (name.startsWith("events")) {
          insistOn(odd, "history");
        } else {
          assertUp(odd, insistOn(odd, "status"), "b");
        }
      }
      Files.writeString(file, text);
    }
  }

  // --- what is done

  private void insistOnLooks(String what, String... up) {
    Run status = insistOn(what, "status");
    insistOn(what, what.contains("events") ? "history" : "logs", "a");
    for (String name : up) {
      assertUp(what, status, name);
    }
  }

  private static void assertUp(String what, Run status, String name) {
    assertThat(status.out()).as(what).containsPattern("(?m)^" + name + " +up +up ");
  }

  private Run insistOn(String what, String... command) {
    long start = System.nanoTime();
    Run run = run(command);
    assertThat(run.status()).as("%s: %s: %s", what, List.of(command), run).isIn(0, 1, 2);
    assertThat(run.out() + run.err())
        .as("%s: %s", what, List.of(command))
        .doesNotContain("Exception")
        .doesNotContain("a fault of the program");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("%s: %s", what, List.of(command))
        .isLessThan(Duration.ofSeconds(20));
    return run;
  }

  private record Run(int status, String out, String err) {}

  private Run run(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> environment =
        Map.of(
            "TUNNELS_CONFIG", folder.toString(), "TUNNELS_STATE", folder.resolve("s").toString());
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out),
            new PrintWriter(err),
            environment,
            folder,
            "",
            InstantSource.system());
    return new Run(Cli.run(surroundings, command), out.toString(), err.toString());
  }

  /** The text once for each of its members, which has this value. */
  private static List<String> replaced(String json, String value) {
    List<String> all = new ArrayList<>();
    replace(JsonParser.parseString(json), "", json, value, all);
    return all;
  }

  private static void replace(
      JsonElement element, String path, String json, String value, List<String> all) {
    if (element.isJsonObject()) {
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(
              each -> {
                all.add(with(json, path + "/" + each.getKey(), value));
                replace(each.getValue(), path + "/" + each.getKey(), json, value, all);
              });
    }
    if (element.isJsonArray()) {
      for (int i = 0; i < element.getAsJsonArray().size(); i++) {
        all.add(with(json, path + "/" + i, value));
        replace(element.getAsJsonArray().get(i), path + "/" + i, json, value, all);
      }
    }
  }

  private static String with(String json, String path, String value) {
    String mark = "\"\u0001\"";
    JsonElement root = JsonParser.parseString(json);
    JsonElement at = root;
    String[] steps = path.substring(1).split("/");
    for (int i = 0; i < steps.length - 1; i++) {
      at =
          at.isJsonArray()
              ? at.getAsJsonArray().get(Integer.parseInt(steps[i]))
              : at.getAsJsonObject().get(steps[i]);
    }
    String last = steps[steps.length - 1];
    JsonElement marked = JsonParser.parseString(mark);
    if (at.isJsonArray()) {
      at.getAsJsonArray().set(Integer.parseInt(last), marked);
    } else {
      at.getAsJsonObject().add(last, marked);
    }
    return root.toString().replace("\"\\u0001\"", value);
  }

  // --- a state in which everything is used

  private void again() throws IOException {
    master.close();
    Leftovers.remove(folder.resolve("s"));
    fill();
  }

  private void fill() throws IOException {
    Catalog catalog = Catalogs.read(folder, folder);
    try (StateDirectory store =
        StateDirectory.open(folder.resolve("s"), Machine.name(), notice -> {})) {
      store.want(Set.of("a", "b"), Wanted.UP);
      Path socket = store.freshSocket("b");
      master = StandIn.at(socket);
      store.write(up(catalog.profiles().get("b"), socket));
      store.write(failed(up(catalog.profiles().get("a"), store.freshSocket("a"))));
      store.prove("a", proofs());
      store.writePorts("a", Map.of("a -R 0:localhost:80", 40000));
      Files.writeString(store.session("a"), "tunnels-session=4711:1234:0-1;\n");
      assertThat(store.sessions("a")).containsExactly(new Session(4711, "1234", "0-1"));
      store.rememberWay("a", Way.Kind.JUMP);
      store.prepare("a", "# nothing\n");
      store.note("a", NOON, "a: down -> up");
      store.append(new Change(NOON, "a", Phase.DOWN, Phase.UP, Optional.of(failure())));
      store.append(new Change(NOON, "b", Phase.DOWN, Phase.UP, Optional.empty()));
      store.writeFollowing("a", following());
      store.said().isNews("a.toml", "x");
      store.supervision().noteKeepalive(Instant.now());
      try (Store.Hold place = store.supervision().take(1, NOON).orElseThrow()) {
        assertThat(place).isNotNull();
      }
    }
    Files.writeString(machine.resolve("connections/a/log"), "ssh: x\n");
  }

  private static ConnectionRecord up(Profile profile, Path socket) {
    Connection connection = Connection.of(List.of(profile));
    List<HeldForward> forwards =
        MuxForward.all(profile)
            .map(f -> new HeldForward(profile.name(), f, f, 0, Optional.empty()))
            .toList();
    return ConnectionRecord.blank(profile.name())
        .withLaunch(
            Optional.of(
                new LaunchRecord(
                    socket,
                    connection.host(),
                    NOON,
                    true,
                    connection.fingerprint(),
                    true,
                    0,
                    Optional.ofNullable(profile.file().getParent()),
                    forwards)));
  }

  private static ConnectionRecord failed(ConnectionRecord record) {
    Trouble trouble =
        new Trouble(
            2,
            Optional.of(NOON),
            Optional.of(failure()),
            Optional.of(new Grounds("f", Optional.of("a"))),
            List.of(NOON),
            Optional.of("boot"),
            List.of(1L));
    return new ConnectionRecord(
        record.name(),
        record.launch(),
        trouble,
        3,
        record.launch().stream().flatMap(l -> l.forwards().stream()).map(HeldForward::as).toList(),
        Map.of("a", new ConnectionRecord.Told(Phase.WAITING, NOON, Optional.empty())));
  }

  private static Failure failure() {
    return Failure.of(new Cause(FailureKind.REFUSED, "refused"), "x", NOON);
  }

  private static Store.Proofs proofs() {
    return new Store.Proofs(
        NOON, Optional.of(1000L), Map.of("-L 1:localhost:80", new Proof(true, "ok")));
  }

  private static Following following() {
    JobServer server =
        new JobServer(
            "node1",
            new Endpoint.Tcp("localhost", 8888),
            4711,
            "1234",
            1,
            Optional.of("token"),
            Optional.of("/usr/sbin/sshd"),
            Optional.of("ssh-ed25519 AAAA"));
    JobRecord job =
        new JobRecord(
            "0".repeat(32),
            Optional.of("17"),
            JobRecord.State.READY,
            "RUNNING",
            Optional.of(NOON),
            Optional.of(NOON),
            Optional.of(server),
            List.of("remark"),
            Optional.of(NOON));
    Way way = new Way(Way.Kind.JUMP, NOON, true, List.of("x"), Optional.empty(), Optional.of("/x"));
    return new Following(
        "a",
        Path.of("/x/a.toml"),
        Job.OnDown.CANCEL,
        job,
        NOON,
        Optional.of(NOON),
        Optional.of(way));
  }
}
