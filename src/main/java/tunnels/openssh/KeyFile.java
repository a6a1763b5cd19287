package tunnels.openssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import tunnels.files.RegularFile;

/** A private key's file, by its header: nothing is decrypted. */
final class KeyFile {

  private static final String MAGIC = "openssh-key-v1\0";
  private static final int CIPHER = MAGIC.length();
  private static final int LARGEST = 100_000;

  /** What it takes to use it. */
  enum Need {
    NOTHING,
    PASSPHRASE,
    /** A security key, that wants to be touched. */
    TOUCH,
    /** It cannot be read, or is in a format that we do not know. */
    UNKNOWN
  }

  private KeyFile() {}

  static Need need(Path file) {
    try {
      byte[] key = RegularFile.first(file, LARGEST + 1);
      return key.length > LARGEST
          ? Need.UNKNOWN
          : need(new String(key, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Need.UNKNOWN;
    }
  }

  /** PROTOCOL.key of OpenSSH, and PEM. */
  static Need need(String text) {
    if (text.contains("BEGIN OPENSSH PRIVATE KEY")) {
      return ofOpenssh(text);
    }
    if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
      return Need.PASSPHRASE;
    }
    return text.contains("PRIVATE KEY-----") ? Need.NOTHING : Need.UNKNOWN;
  }

  private static Need ofOpenssh(String text) {
    try {
      String body = text.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
      byte[] bytes = Base64.getDecoder().decode(body);
      String all = new String(bytes, StandardCharsets.ISO_8859_1);
      boolean open = all.startsWith("none", CIPHER + 4); // after the length of the name
      if (!all.startsWith(MAGIC)) {
        return Need.UNKNOWN;
      }
      if (!open) {
        return Need.PASSPHRASE;
      }
      return all.contains("sk-ssh-") || all.contains("sk-ecdsa-") ? Need.TOUCH : Need.NOTHING;
    } catch (IllegalArgumentException e) {
      return Need.UNKNOWN;
    }
  }
}
