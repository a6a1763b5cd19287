package tunnels.openssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunnels.files.RegularFile;

/**
 * A file of IdentityFile: a private key, or a public one whose private key is in an agent.
 *
 * @param named whether the configuration names it; ssh tries its standard files by itself
 * @param key the public key, as an agent lists it; empty where only the private one would tell
 */
record Identity(
    Path file, boolean named, boolean isPublic, KeyFile.Need need, Optional<String> key) {

  private static final int LARGEST = 100_000;

  /** As in a file of a public key and in what {@code ssh-add -L} prints (sshd(8)). */
  private static final Pattern PUBLIC =
      Pattern.compile("(?m)^(?:ssh|ecdsa|sk)-\\S+ ([A-Za-z0-9+/]{16,}={0,2})(?:\\s|$)");

  private static final Pattern STANDARD =
      Pattern.compile(".*/\\.ssh/id_(rsa|dsa|ecdsa|ecdsa_sk|ed25519|ed25519_sk|xmss)");

  static Identity read(Path file) {
    String text = text(file);
    Optional<String> own = publicKey(text);
    Optional<String> key =
        own.or(() -> KeyFile.publicKey(text)).or(() -> publicKey(text(Path.of(file + ".pub"))));
    boolean named = !STANDARD.matcher(file.toString()).matches();
    return new Identity(file, named, own.isPresent(), KeyFile.need(text), key);
  }

  /** Whether it lets in without anybody and without an agent. */
  boolean isOpen() {
    return need == KeyFile.Need.NOTHING;
  }

  /** What stands after the type of a key. */
  static Optional<String> publicKey(String line) {
    Matcher found = PUBLIC.matcher(line);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private static String text(Path file) {
    try {
      return new String(RegularFile.first(file, LARGEST), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // not there, or not to be read
    }
  }
}
