package tunnels.openssh;

import static tunnels.openssh.FailureKind.AUTH;
import static tunnels.openssh.FailureKind.CLOSED;
import static tunnels.openssh.FailureKind.NEGOTIATION;

import java.util.List;

/** What is said where a server lets nobody in, or speaks no algorithm of ours. */
final class LoginSentences {

  private static final String DISCONNECT = "^Received disconnect from \\S+ port \\d+:";
  private static final String UNABLE = "^Unable to negotiate with .*: no matching ";
  private static final String OFFER = " found\\. Their offer: ([^,]*)";
  private static final String KEYS =
      "too many keys were offered: IdentitiesOnly=yes and one IdentityFile for this host, then `up`";

  private LoginSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of(
            AUTH,
            "^(\\S+: )?Permission denied \\((?!\\S*publickey)(?=\\S*(password|keyboard-interactive))"
                + "[A-Za-z0-9@.,-]*\\)\\.?$",
            "the server asks for a password or a code: `up` on a terminal, and unattended = false in"
                + " the profile"),
        Sentence.of(
            AUTH,
            "^(\\S+: )?Permission denied \\((?!\\S*publickey)\\S*gssapi[A-Za-z0-9@.,-]*\\)\\.?$",
            "the server wants a Kerberos ticket: `kinit`, then `up`"),
        Sentence.of(AUTH, "^(\\S+: )?Permission denied \\([A-Za-z0-9@.,-]*\\)\\.?$"),
        Sentence.of(AUTH, "^Permission denied, please try again"),
        Sentence.of(AUTH, "(^|: )Too many authentication failures( for \\S+)?$", KEYS),
        Sentence.of(
            AUTH,
            DISCONNECT
                + "(13|14|15): |"
                + DISCONNECT
                + "\\d+: .*(?i:permission denied|access denied|authenticat|login|password|account)"),
        Sentence.of(
            AUTH,
            "^Authentication failed\\.$|^\\S+: no supported authentication methods"
                + "|^Unexpected authentication success"),
        Sentence.of(
            NEGOTIATION,
            UNABLE + "host key type" + OFFER,
            "if the server must keep its old keys: options = [\"HostKeyAlgorithms=+{1}\"] below [ssh];"
                + " better, it gets new ones"),
        Sentence.of(
            NEGOTIATION,
            UNABLE + "key exchange method" + OFFER,
            "the server and ssh_config have none in common: KexAlgorithms there, or options ="
                + " [\"KexAlgorithms=+{1}\"] below [ssh]"),
        Sentence.of(
            NEGOTIATION,
            UNABLE + "cipher" + OFFER,
            "the server and ssh_config have none in common: Ciphers there, or options ="
                + " [\"Ciphers=+{1}\"] below [ssh]"),
        Sentence.of(
            NEGOTIATION,
            UNABLE + "MAC" + OFFER,
            "the server and ssh_config have none in common: MACs there, or options ="
                + " [\"MACs=+{1}\"] below [ssh]"),
        Sentence.of(NEGOTIATION, "^Unable to negotiate with "),
        Sentence.of(
            NEGOTIATION,
            "^Protocol major versions differ",
            "the server speaks SSH 1 only: it must be replaced"),
        Sentence.of(
            NEGOTIATION,
            "^ssh_dispatch_run_fatal: Connection to .*: (error in libcrypto|incorrect signature"
                + "|DH GEX group out of range|invalid elliptic curve value"
                + "|unknown or unsupported key type|error in MAC|invalid format)",
            "{1}: this machine's ssh does not take the server's key exchange (a crypto policy, FIPS,"
                + " an old server); see `ssh -v {ssh}`"),
        Sentence.of(NEGOTIATION, DISCONNECT + "(3|8): "));
  }

  /** What PAM has sshd say before it closes; a banner may say anything, so only then. */
  static List<Sentence> account() {
    return List.of(
        Sentence.of(
            AUTH,
            "^Your account has expired|^(Your |The )?[Aa]ccount (is |has been )?(locked|disabled|expired)"
                + "|^There (was|were) .*account.*locked",
            "the account on {host} is closed: ask its admin, then `up`"),
        Sentence.of(
            AUTH,
            "^(WARNING: )?Your (account|password) has expired|^You must change your password now"
                + "|^Password change required|^You are required to change your password"
                + "|^Password expired|^Changing password for ",
            "the password on {host} has to be changed: `ssh {ssh}` on a terminal, then"
                + " `tunnels restart`"),
        Sentence.of(
            CLOSED,
            "not permitted to log in yet|pam_nologin|^System is (going down|booting up)"
                + "|^The system is going down",
            "{host} lets nobody in now (it starts, stops, or is under maintenance)"),
        Sentence.of(
            CLOSED,
            "^Access denied: user .* has no active jobs|^Access denied by pam_slurm",
            "a compute node lets in only who has a job there"),
        Sentence.of(
            CLOSED,
            "^(There were )?[Tt]oo many logins for ",
            "the account has as many sessions on {host} as it may: end one"));
  }

  /** What ssh says before {@code Permission denied} and explains it. */
  static List<Sentence> hints() {
    return List.of(
        Sentence.of(AUTH, "^Load key \"(.*)\": bad permissions", "`chmod 600 {1}`, then `up`"),
        Sentence.of(
            AUTH,
            "signing failed for .* from agent: agent refused operation",
            "the agent does not sign: the key was not confirmed or touched, or the agent cannot ask"
                + " you here; `ssh-add -l`, then `ssh {ssh}` by hand"),
        Sentence.of(
            AUTH,
            "signing failed for .*: (device not found|requested feature not supported)",
            "plug in the security key, then `up`"),
        Sentence.of(
            AUTH,
            "no mutual signature (algorithm|supported)",
            "the server knows SHA-1 signatures only: a newer key (ed25519), or options ="
                + " [\"PubkeyAcceptedAlgorithms=+ssh-rsa\"] below [ssh]"),
        Sentence.of(
            AUTH,
            "^Load key \"(.*)\": (incorrect passphrase|Load key)",
            "the passphrase of {1} was wrong: `ssh-add {1}`, then `up`"),
        Sentence.of(
            AUTH,
            "^Load key \"(.*)\": (invalid format|error in libcrypto|Invalid key length)",
            "{1} is no private key that this ssh can use"),
        Sentence.of(
            AUTH,
            "^Load key \"(.*)\": Permission denied",
            "{1} cannot be read by you: `ls -l {1}`"),
        Sentence.of(
            AUTH,
            "^no such identity: (.*): No such file or directory",
            "IdentityFile names {1}, which is not there: fix it in ssh_config, then `up`"),
        Sentence.of(
            AUTH,
            "^(sign_and_send_pubkey: )?signing failed for ",
            "the key could not sign: `ssh -v {ssh}` by hand says why, then `up`"));
  }
}
