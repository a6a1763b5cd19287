package tunnels.openssh;

/**
 * Why something failed, told apart once.
 *
 * @param message ssh's own words, or ours where ssh was not asked
 */
public record Cause(FailureKind kind, String message) {}
