package tunnels.openssh;

/**
 * A command that a master runs on the far side instead of {@code -N}: the master ends with it.
 *
 * @param command as the login shell there is to read it
 * @param proof the line on its stderr before which no forward is opened
 */
public record Guard(String command, String proof) {}
