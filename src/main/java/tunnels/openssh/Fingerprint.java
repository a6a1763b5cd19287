package tunnels.openssh;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * A short stand-in for a long text: equal texts have equal ones, in every run. FNV-1a and the last
 * step of MurmurHash3, for nobody gains by two texts that share one, and a MessageDigest costs
 * every command the loading of the security providers (src/docs/startup.md).
 */
public final class Fingerprint {

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Fingerprint() {}

  /** Sixteen hexadecimal digits. */
  public static String of(List<String> parts) {
    long hash = OFFSET_BASIS;
    for (byte each : (String.join("\0", parts) + "\0").getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * PRIME;
    }
    return HexFormat.of().toHexDigits(mixed(hash));
  }

  /** So that texts which differ in one bit differ everywhere. */
  private static long mixed(long hash) {
    long once = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    long twice = (once ^ once >>> 33) * 0xc4ceb9fe1a85ec53L;
    return twice ^ twice >>> 33;
  }
}
