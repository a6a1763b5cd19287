package tunnels.process;

import java.time.Duration;

/**
 * How to tell from what a command prints how far it is, since its exit tells too late or nothing: a
 * login script on a far side may loop, or leave a process behind that keeps its output open.
 *
 * @param begun what it prints when it has begun
 * @param patience how long that may take
 * @param done what it prints at its end: it is not waited for any longer
 */
public record Signs(String begun, Duration patience, String done) {}
