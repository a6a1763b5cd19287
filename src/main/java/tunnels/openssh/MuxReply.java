package tunnels.openssh;

/** What a master answers to OPEN_FWD or CLOSE_FWD. */
public sealed interface MuxReply {

  record Ok() implements MuxReply {}

  /** The server picked this port for {@code -R 0:...}. */
  record RemotePort(int port) implements MuxReply {}

  /** Denied or failed, in the master's words. */
  record Refused(String reason) implements MuxReply {}
}
