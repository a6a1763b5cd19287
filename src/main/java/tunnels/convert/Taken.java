package tunnels.convert;

import java.util.List;
import tunnels.profile.ProfileText;

/**
 * What became of a way to run ssh.
 *
 * @param host without user and port, to name the profile after
 * @param notes on each thing that is not in the profile word for word
 */
public record Taken(String host, ProfileText profile, List<String> notes) {}
