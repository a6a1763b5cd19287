package tunnels.openssh;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import tunnels.files.RegularFile;

/** A private key's file, by its header: nothing is decrypted. */
final class KeyFile {

  private static final String MAGIC = "openssh-key-v1\0";
  private static final int CIPHER = MAGIC.length();

  /** The names of the cipher and of the KDF, and the KDF's options (PROTOCOL.key). */
  private static final int BEFORE_PUBLIC = 3;

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

  /** The public key that a private one of OpenSSH's format has before it, unencrypted. */
  static Optional<String> publicKey(String text) {
    try {
      ByteBuffer key = ByteBuffer.wrap(decoded(text));
      key.position(MAGIC.length());
      for (int skipped = 0; skipped < BEFORE_PUBLIC; skipped++) {
        key.position(key.position() + Integer.BYTES + key.getInt(key.position()));
      }
      key.getInt(); // how many keys there are
      int length = key.getInt();
      byte[] first = new byte[Math.max(0, Math.min(length, key.remaining()))];
      key.get(first);
      return Optional.of(Base64.getEncoder().encodeToString(first));
    } catch (IllegalArgumentException | BufferUnderflowException | IndexOutOfBoundsException e) {
      return Optional.empty(); // another format, or cut off
    }
  }

  private static byte[] decoded(String text) {
    String body = text.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
    return Base64.getDecoder().decode(body);
  }

  private static Need ofOpenssh(String text) {
    try {
      String all = new String(decoded(text), StandardCharsets.ISO_8859_1);
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
