package tunnels.openssh;

import static tunnels.openssh.FailureKind.CONFIG;
import static tunnels.openssh.FailureKind.UNKNOWN;

import java.util.List;

/**
 * What ssh says of this side: its configuration, its command line, the account, the control socket.
 * In the shape that ssh gives it, for a ProxyCommand's shell has lines and numbers too: {@code
 * /bin/bash: line 1: /dev/tcp/h/22: Connection refused}.
 */
final class ClientSentences {

  private static final String LINE = "^(?:command-line|/.*[^:]) line \\d+: ";
  private static final String OPTION =
      "(?:command-line|/.*): line \\d+: Bad configuration option: ";
  private static final String VARIABLE =
      "ssh_config uses a variable that is not set here, and cron and services have few: write its"
          + " value there";
  private static final String CONTROL =
      "the folder of the control socket: another --state DIR, or TUNNELS_STATE";

  private ClientSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of(
            CONFIG,
            "^" + OPTION + "permitremoteopen$",
            "a permit list needs ssh 8.5 or newer on this side"),
        Sentence.of(
            CONFIG,
            "^command-line: line \\d+: Bad configuration option: (\\S+)",
            "this ssh knows no {1}: see options below [ssh] in the profile, and `ssh -V`"),
        Sentence.of(
            CONFIG,
            "^(/.*): line (\\d+): Bad configuration option: (\\S+)",
            "fix line {2} of {1}; where only this ssh does not know it: `IgnoreUnknown {3}` before it"),
        Sentence.of(
            CONFIG,
            LINE + "RefuseConnection: ",
            "your ssh_config refuses this destination (RefuseConnection): change it there"),
        Sentence.of(
            CONFIG,
            "^(/.*[^:]) line (\\d+): (?!Unsupported option|Deprecated option)",
            "fix line {2} of {1}; `ssh -G {ssh}` shows what ssh reads"),
        Sentence.of(
            CONFIG,
            "^command-line line \\d+: (?!Unsupported option|Deprecated option)",
            "fix options below [ssh] in the profile; `ssh -G {ssh}` shows what ssh reads"),
        Sentence.of(CONFIG, "^/.*: terminating, \\d+ bad configuration options$"),
        Sentence.of(
            CONFIG,
            "^Bad owner or permissions on (/.*)$",
            "`chmod go-w {1}`; it must belong to you or to root"),
        Sentence.of(
            CONFIG,
            "^Can't open user config file (.*): ",
            "config below [ssh] names {1}: write a file that can be read"),
        Sentence.of(
            CONFIG,
            "env var \\$\\{.*\\} has no value|^invalid environment variable expansion$"
                + "|^Invalid (IdentityAgent|ForwardAgent) environment variable name",
            VARIABLE),
        Sentence.of(
            CONFIG,
            "^\\w*expand\\w*: (unknown key %.|.*missing closing|failed$)",
            "ssh_config has a % that this ssh does not know: write %% for a plain one (TOKENS in"
                + " ssh_config(5))"),
        Sentence.of(
            CONFIG,
            "^No user exists for uid (\\d+)",
            "give uid {1} a line in /etc/passwd: ssh needs one, in a container too"),
        Sentence.of(
            CONFIG,
            "^unix_listener: path \".*\\.[A-Za-z0-9]{16}\" too long|^ControlPath too long",
            "choose a shorter --state DIR, or TUNNELS_STATE"),
        Sentence.of(CONFIG, "^unix_listener: cannot bind to path .*\\.[A-Za-z0-9]{16}: ", CONTROL),
        Sentence.of(
            CONFIG,
            "^Shell \".*\" is not executable|^Unable to execute '|^command '.*' exited abnormally$",
            "fix Match exec in ssh_config, or SHELL in the environment"),
        Sentence.of(
            CONFIG,
            "^jumphost loop via |^inconsistent options: ProxyCommand\\+ProxyJump"
                + "|^ProxyCommand=- and ProxyUseFDPass|^(Invalid|Only a single) -J ",
            "fix ProxyJump and ProxyCommand; `ssh -G {ssh}` shows what ssh reads"),
        Sentence.of(
            CONFIG,
            "^OpenSSL version mismatch|^ssh: error while loading shared libraries: ",
            "this ssh does not fit its libraries: install it again"),
        Sentence.of(
            CONFIG,
            "^Bad (local|remote|dynamic|stdio) forwarding specification '"
                + "|^Bad (port|escape character|tun device|number)|^Unknown (cipher|mac) type '"
                + "|^(hostname|remote username) contains invalid characters$"
                + "|^Privileged ports can only be forwarded by root"
                + "|^(ssh: )?(unknown|illegal|invalid) option|^(Host|Match|Include) directive not"
                + "|^Too many (recursive configuration includes|certificate files|identity files)"
                + "|^Cannot (execute command-line and|fork into background without a|specify )"
                + "|^Can't specify both |^Invalid number of ConnectionAttempts"
                + "|^Invalid (Global|User)KnownHostsFiles?: |^Invalid config SetEnv"
                + "|^SSH protocol v\\.1 is no longer|^Unsupported query|^BindInterface not"
                + "|^no support for PKCS#11"),
        Sentence.of(
            UNKNOWN,
            "^KnownHostsCommand failed$",
            "KnownHostsCommand of your ssh_config failed: run it by hand"));
  }
}
