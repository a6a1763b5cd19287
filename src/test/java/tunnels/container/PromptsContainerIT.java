package tunnels.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tunnels.fixture.ContainerClient;
import tunnels.fixture.Pty;
import tunnels.fixture.Release;
import tunnels.fixture.RequiresEngine;
import tunnels.fixture.SshContainer;
import tunnels.fixture.Workbench;

/** A person before every release's ssh: what it asks, through `up`, and what it must not ask. */
@RequiresEngine
@ParameterizedClass
@EnumSource(Release.class)
@Timeout(60)
class PromptsContainerIT {

  private static final int WITH_PAM = 2222;

  private static SshContainer server;

  /** One-time codes are good for one time (RFC 4226): this many have been used. */
  private static int codes;

  private final ContainerClient client;

  PromptsContainerIT(Release release) {
    client = new ContainerClient(SshContainer.of(release));
    client.write(
        ".ssh/known_hosts", known(), ".ssh/config", config(), ".ssh/ask", "#!/bin/sh\necho pw\n");
    client.as("sh", "-c", "chmod 700 .ssh/ask; cp .ssh/id .ssh/locked");
    client.as("ssh-keygen", "-q", "-p", "-P", "", "-N", "secret", "-f", ".ssh/locked");
    for (String host : List.of("code", "key", "locked", "password")) {
      client.profile(
          host, "host = \"" + host + "\"", "[[forward]]", "local = \"/tmp/" + host + ":/x\"");
    }
  }

  @BeforeAll
  static void start() {
    server = SshContainer.start(Release.BOOKWORM, container -> {});
    server.write(
        "/etc/pam.d/sshd",
        """
        auth required pam_oath.so usersfile=/etc/users.oath window=20
        account required pam_permit.so
        session required pam_permit.so
        """);
    // As installed it includes files that only the packages' scripts would have made.
    server.write("/etc/pam.d/other", "auth required pam_deny.so\n");
    server.write("/etc/users.oath", "HOTP kbd - 00\n");
    server.run("chmod", "600", "/etc/users.oath");
    server.run("/usr/sbin/sshd", "-p" + WITH_PAM, "-oUsePAM=yes", "-oPidFile=none");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void whatever_ssh_asks_on_the_terminal_reaches_the_person_one_after_the_other() throws Exception {
    try (Pty pty = client.onTerminal(ContainerClient.PROGRAM + " up --all")) {
      pty.shows("One-time password (OATH) for `kbd':");
      pty.type(code() + "\n");
      pty.shows("(yes/no/[fingerprint])?");
      pty.type("yes\n");
      pty.shows("Enter passphrase for key");
      pty.type("secret\n");
      String question = "pw@" + server.address() + "'s password:";
      pty.shows(question);
      pty.type("wrong\n");
      await().until(() -> pty.shown().split(question, -1).length == 3);
      pty.type("pw\n");
      assertThat(pty.finish()).as(pty.shown()).isZero();
      assertThat(pty.shown()).doesNotContain("secret", "wrong");
    }
    assertThat(client.masters()).hasSize(4);
  }

  @Test
  void an_interrupt_at_the_prompt_leaves_nothing_and_restores_the_echo() throws Exception {
    String echo = "trap : INT; " + ContainerClient.PROGRAM + " up password; echo; stty -a";
    try (Pty pty = client.onTerminal(echo)) {
      pty.shows("'s password:");
      pty.type("\u0003");
      pty.shows("speed ");
      assertThat(pty.finish()).as(pty.shown()).isZero();
      assertThat(pty.shown()).containsPattern("[ ;]echo[ ;]").doesNotContain(" -echo ");
    }
    await().until(() -> client.masters().isEmpty());
    assertThat(client.as("sh", "-c", "ls .local/state/tunnels/*/s").getStdout()).isEmpty();
  }

  @Test
  void without_a_terminal_only_askpass_is_asked_and_unattended_nobody() {
    int failures = failedPasswords();
    assertThat(client.expect(4, "up", "password").err()).contains("auth: ");
    int before = server.connections();
    client.expect(4, "keepalive");
    assertThat(server.connections()).isEqualTo(before);
    assertThat(failedPasswords()).as("no attempt was burnt").isEqualTo(failures);

    String variables = "SSH_ASKPASS=/home/u/.ssh/ask SSH_ASKPASS_REQUIRE=force ";
    var up = client.as("sh", "-c", variables + ContainerClient.PROGRAM + " up password");
    assertThat(up.getExitCode()).as("%s", up).isZero();

    client.profile(
        "password",
        "host = \"password\"",
        "unattended = false",
        "[[forward]]",
        "local = \"/tmp/password:/x\"");
    client.as("sh", "-c", "kill -9 $(pgrep -u u -f 'ssh -f')");
    await().until(() -> client.masters().isEmpty());
    int left = server.connections();
    Workbench.Run pass = client.run("keepalive");
    assertThat(pass.status()).as("%s", pass).isNotZero();
    assertThat(server.connections()).isEqualTo(left);
  }

  // --- what the tests are made of

  private static int failedPasswords() {
    return (int) server.log().lines().filter(line -> line.startsWith("Failed password")).count();
  }

  private static String config() {
    return Stream.of(
            host("code", "kbd", "Port " + WITH_PAM, "PubkeyAuthentication no"),
            host("key", "u", "IdentityFile ~/.ssh/id", "UserKnownHostsFile ~/.ssh/new_hosts"),
            host("locked", "u", "IdentityFile ~/.ssh/locked", "IdentitiesOnly yes"),
            host("password", "pw", "PubkeyAuthentication no"))
        .reduce("", String::concat);
  }

  private static String host(String name, String user, String... more) {
    return "Host %s\n  HostName %s\n  User %s\n  %s\n"
        .formatted(name, server.address(), user, String.join("\n  ", more));
  }

  private static String known() {
    String name = server.address();
    String key = " " + server.hostKey() + "\n";
    return name + key + "[" + name + "]:" + WITH_PAM + key;
  }

  /** The next one-time code of the secret that is one byte of zero. */
  private static synchronized String code() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(new byte[1], "RAW"));
    byte[] hash = mac.doFinal(new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) codes++});
    int at = hash[19] & 0xf;
    int number = 0;
    for (int i = at; i < at + 4; i++) {
      number = (number << 8) | (hash[i] & 0xff);
    }
    return String.format(Locale.ROOT, "%06d", (number & 0x7fffffff) % 1_000_000);
  }
}
