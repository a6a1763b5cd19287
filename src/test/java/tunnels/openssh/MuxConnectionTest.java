package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunnels.fixture.Profiles;

/** PROTOCOL.mux, byte by byte. */
class MuxConnectionTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir private Path dir;
  private FakeMaster master;

  @AfterEach
  void end() throws IOException {
    if (master != null) {
      master.close();
    }
  }

  /** Each read by itself would be in time. */
  @Test
  void does_not_wait_for_a_master_that_drips() throws Exception {
    Path socket = dir.resolve("drip");
    try (ServerSocketChannel server =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(socket))) {
      Thread dripping = new Thread(() -> drip(server, FakeMaster.bytes(FakeMaster.HELLO)));
      dripping.start();
      assertThatThrownBy(() -> MuxConnection.connect(socket, Duration.ofMillis(900)).close())
          .isInstanceOf(SocketTimeoutException.class);
      dripping.interrupt();
      dripping.join();
    }
  }

  private static void drip(ServerSocketChannel server, byte[] bytes) {
    try (SocketChannel peer = server.accept()) {
      for (byte each : bytes) {
        Thread.sleep(100);
        peer.write(ByteBuffer.wrap(new byte[] {each}));
      }
      Thread.sleep(60_000); // until the test has seen what it waits for
    } catch (IOException | InterruptedException done) {
      // The test is over.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeMaster.HELLO, FakeMaster.HELLO_10_3})
  void asks_for_the_pid(String hello) throws Exception {
    try (MuxConnection mux = connect(hello, "", "0000000c 80000005 00000001 00001267")) {
      assertThat(mux.alive()).isEqualTo(4711);
      assertThat(master.heard()).containsExactly("0000000100000004", "1000000400000001");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "local = '8080:db:80', 00000001 00000000 00001f90 00000002 6462 00000050",
        "local = '/l:/r',      00000001 00000002 2f6c fffffffe 00000002 2f72 fffffffe",
        "remote = '0:db:80',   00000002 00000000 00000000 00000002 6462 00000050",
        "dynamic = '1080',     00000003 00000000 00000438 00000005 736f636b73 00000000",
      })
  void opens_and_closes_a_forward_with_the_same_fields(String line, String fields)
      throws Exception {
    MuxForward forward = MuxForward.of(Profiles.forward(line));
    String ok = "00000008 80000001 00000001";
    try (MuxConnection mux = connect(FakeMaster.HELLO, "", ok, ok)) {
      assertThat(mux.open(forward)).isEqualTo(new MuxReply.Ok());
      assertThat(mux.close(forward)).isEqualTo(new MuxReply.Ok());
    }
    String digits = fields.replace(" ", "");
    assertThat(master.heard())
        .containsExactly(
            "0000000100000004", "1000000600000001" + digits, "1000000700000002" + digits);
  }

  @ParameterizedTest
  @CsvSource({
    "00000008 80000001 00000001,                     Ok[]",
    "0000000c 80000007 00000001 00001267,            RemotePort[port=4711]",
    "00000010 80000002 00000001 00000004 6e6f7065,   Refused[reason=nope]",
    "00000010 80000003 00000001 00000004 6e6f7065,   Refused[reason=nope]",
    "00000010 80000003 00000001 7fffffff 6e6f7065,   Refused[reason=nope]",
  })
  void understands_the_replies(String reply, String meaning) throws Exception {
    MuxForward forward = MuxForward.of(Profiles.forward("remote = '0:db:80'"));
    try (MuxConnection mux = connect(FakeMaster.HELLO, "", reply)) {
      assertThat(mux.open(forward)).hasToString(meaning);
    }
  }

  @Test
  void terminates_and_waits_for_the_end() throws Exception {
    try (MuxConnection mux = connect(FakeMaster.HELLO, "")) {
      mux.terminate();
      assertThat(master.heard()).containsExactly("0000000100000004", "1000000500000001");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000008 00000001 00000003", // another version
        "00000008 00000002 00000004", // no HELLO
        "00000004 00000001", // too short
        "7fffffff 00000001", // too long
        "5353482d 322e302d", // not mux at all
      })
  void refuses_what_is_no_master(String hello) {
    assertThatThrownBy(() -> connect(hello)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void gives_up_on_one_that_says_nothing() {
    long start = System.nanoTime();
    assertThatThrownBy(
            () -> {
              master = FakeMaster.at(dir.resolve("c"), "", "");
              MuxConnection.connect(dir.resolve("c"), Duration.ofMillis(50)).close();
            })
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
  }

  @Test
  void sees_the_end_of_one_that_dies_before_it_answers() throws Exception {
    try (MuxConnection mux = connect(FakeMaster.HELLO, "")) {
      assertThatThrownBy(mux::alive).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void tells_the_states_of_a_control_socket_apart() throws Exception {
    Path path = dir.resolve("c");
    assertThat(state(path)).isEqualTo(ControlSocket.State.ABSENT);
    master = FakeMaster.at(path, FakeMaster.HELLO, "", "0000000c 80000005 00000001 00000001");
    assertThat(new ControlSocket(path).look())
        .isEqualTo(new ControlSocket.Look(ControlSocket.State.LIVE, 1));
    master.close();
    assertThat(state(path)).isEqualTo(ControlSocket.State.STALE);
    Files.delete(path);
    master = FakeMaster.at(path, "00000008 00000001 00000003");
    assertThat(state(path)).isEqualTo(ControlSocket.State.SILENT);
  }

  @Test
  void tells_the_states_of_many_at_once() throws Exception {
    Path live = dir.resolve("live");
    Path stale = dir.resolve("stale");
    Path absent = dir.resolve("absent");
    FakeMaster.at(stale, FakeMaster.HELLO).close();
    master = FakeMaster.at(live, FakeMaster.HELLO, "", "0000000c 80000005 00000001 00000001");
    assertThat(RollCall.of(List.of(absent, live, stale)))
        .containsOnly(
            entry(absent, new ControlSocket.Look(ControlSocket.State.ABSENT, 0)),
            entry(live, new ControlSocket.Look(ControlSocket.State.LIVE, 1)),
            entry(stale, new ControlSocket.Look(ControlSocket.State.STALE, 0)));
  }

  @Test
  void knows_how_long_a_path_ssh_can_use() {
    assertThat(new ControlSocket(Path.of("/" + "x".repeat(85))).fault()).isEmpty();
    assertThat(new ControlSocket(Path.of("/" + "x".repeat(90))).fault())
        .get()
        .asString()
        .contains("91 bytes", "--state");
    assertThat(new ControlSocket(Path.of("/" + "\u00e4".repeat(46))).fault()).isPresent();
  }

  private static ControlSocket.State state(Path path) {
    return new ControlSocket(path).look().state();
  }

  private MuxConnection connect(String... answers) throws IOException {
    master = FakeMaster.at(dir.resolve("c"), answers);
    return MuxConnection.connect(dir.resolve("c"), LIMIT);
  }
}
