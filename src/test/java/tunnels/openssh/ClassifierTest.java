package tunnels.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those that were seen, of 7.4 to 10.5. */
class ClassifierTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "AUTH        | me@hpc: Permission denied (publickey).",
        "AUTH        | Permission denied (publickey,keyboard-interactive).",
        "AUTH        | Received disconnect from 10.0.0.1 port 22:2: Too many authentication"
            + " failures",
        "AUTH        | Permission denied, please try again.",
        "REFUSED     | ssh: connect to host hpc port 22: Connection refused",
        "REFUSED     | channel 0: open failed: connect failed: Connection refused",
        "TIMEOUT     | ssh: connect to host hpc port 22: Connection timed out",
        "TIMEOUT     | ssh: connect to host hpc port 22: Operation timed out",
        "TIMEOUT     | Connection timed out during banner exchange",
        "TIMEOUT     | Connection to 127.0.0.1 port 22 timed out",
        "UNREACHABLE | ssh: connect to host hpc port 22: No route to host",
        "UNREACHABLE | ssh: connect to host hpc port 22: Network is unreachable",
        "DNS         | ssh: Could not resolve hostname hpc: Name or service not known",
        "DNS         | ssh: Could not resolve hostname hpc: Temporary failure in name resolution",
        "CLOSED      | kex_exchange_identification: read: Connection reset by peer",
        "CLOSED      | kex_exchange_identification: Connection closed by remote host",
        "CLOSED      | ssh_exchange_identification: Connection closed by remote host",
        "CLOSED      | Connection closed by 10.0.0.1 port 22",
        "CLOSED      | client_loop: send disconnect: Broken pipe",
        "HOST_KEY    | No ED25519 host key is known for hpc and you have requested strict"
            + " checking.",
        "HOST_KEY    | Host key verification failed.",
        "HOST_KEY    | @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @",
        "CONFIG      | command-line: line 0: Bad configuration option: foo",
        "CONFIG      | /home/me/.ssh/config: line 7: Bad configuration option: foo",
        "CONFIG      | /home/me/.ssh/config: terminating, 1 bad configuration options",
        "CONFIG      | Bad local forwarding specification 'foo'",
        "CONFIG      | Bad remote forwarding specification 'foo'",
        "CONFIG      | Bad owner or permissions on /home/me/.ssh/config",
        "CONFIG      | Can't open user config file /x: No such file or directory",
        "CONFIG      | unix_listener: cannot bind to path /s/c.AbCdEfGh12345678: No such file or"
            + " directory",
        "CONFIG      | unix_listener: cannot bind to path /s/c.AbCdEfGh12345678: Permission denied",
        "CONFIG      | unix_listener: path \"/s/c.AbCdEfGh12345678\" too long for Unix domain"
            + " socket",
        "NEGOTIATION | Unable to negotiate with 10.0.0.1 port 22: no matching key exchange method"
            + " found.",
        "JUMP        | Connection closed by UNKNOWN port 65535",
        "JUMP        | stdio forwarding failed",
        "KEEPALIVE   | Timeout, server hpc not responding.",
        "UNKNOWN     | something that nobody has seen yet",
      })
  void tells_what_ssh_means(FailureKind kind, String said) {
    assertThat(Classifier.classify(said + "\r\n").kind()).isEqualTo(kind);
  }

  @Test
  void tells_a_jump_hosts_failure_by_its_own_words() {
    Cause cause =
        Classifier.classify(
            String.join(
                "\r\n",
                "me@jump: Permission denied (publickey).",
                "Connection closed by UNKNOWN port 65535"));
    assertThat(cause.kind()).isEqualTo(FailureKind.AUTH);
    assertThat(cause.message()).isEqualTo("me@jump: Permission denied (publickey).");
  }

  @Test
  void blames_the_jump_host_where_nothing_more_is_known() {
    String said =
        "stdio forwarding failed\nkex_exchange_identification: Connection closed by remote host\n";
    assertThat(Classifier.classify(said).kind()).isEqualTo(FailureKind.JUMP);
  }

  /** Else a refused key would be retried for ever, until the account is locked. */
  @Test
  void is_not_misled_by_a_banner() {
    String banner = "Welcome! Idle sessions are timed out.\nNo route to host is ever blocked.\n";
    Cause cause = Classifier.classify(banner + "me@hpc: Permission denied (publickey).\n");
    assertThat(cause.kind()).isEqualTo(FailureKind.AUTH);
    assertThat(cause.message()).isEqualTo("me@hpc: Permission denied (publickey).");
  }

  /** Debian's ssh_config makes every ssh that was built without GSSAPI say this. */
  @Test
  void passes_over_what_ssh_says_and_goes_on() {
    String aside = "/etc/ssh/ssh_config: line 53: Unsupported option \"gssapiauthentication\"\n";
    String failed = "ssh: connect to host hpc port 22: Connection refused";
    assertThat(Classifier.classify(aside + failed).message()).isEqualTo(failed);
  }

  @Test
  void the_answer_to_a_round_trip_tells_of_no_failure() {
    String answer = "channel 6: open failed: connect failed: open failed\r\n";
    assertThat(Classifier.isSilent(answer + answer)).isTrue();
    assertThat(Classifier.isSilent(answer + "Connection to hpc closed by remote host.")).isFalse();
  }

  @Test
  void shows_the_line_that_says_most() {
    String bad = "/c: line 2: Bad configuration option: foo";
    assertThat(
            Classifier.classify(bad + "\n/c: terminating, 1 bad configuration options").message())
        .isEqualTo(bad);
  }

  @Test
  void shows_the_last_lines_where_only_an_ending_is_known() {
    Cause cause = Classifier.classify("one\ntwo\n\nthree\nConnection closed by 10.0.0.1 port 22\n");
    assertThat(cause.kind()).isEqualTo(FailureKind.CLOSED);
    assertThat(cause.message()).isEqualTo("two / three / Connection closed by 10.0.0.1 port 22");
  }

  @Test
  void says_that_ssh_said_nothing() {
    assertThat(Classifier.classify(" \r\n"))
        .isEqualTo(new Cause(FailureKind.UNKNOWN, "ssh said nothing"));
  }
}
