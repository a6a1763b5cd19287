package tunnels.openssh;

/**
 * What the far end of a forward was seen to do.
 *
 * @param said in words: {@code HTTP 200}, or why it failed
 */
public record Proof(boolean ok, String said) {

  static Proof of(String said) {
    return new Proof(true, said);
  }

  static Proof not(String said) {
    return new Proof(false, said);
  }
}
