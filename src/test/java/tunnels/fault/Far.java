package tunnels.fault;

import java.nio.file.Path;

/** A server, and what can be done to it. */
interface Far {

  /** For {@code ssh -F}: it is the Host {@code fixture} there. */
  Path sshConfig();

  /** Where it is reached, on loopback. */
  int port();

  /** Its name in known_hosts. */
  String alias();

  /** Whether it is this machine, with our echo beside it. */
  boolean here();

  /** Where our login there may make files. */
  Path folder();

  /** How many connections were made to it since the beginning. */
  int connections();

  /** The whole host goes, without a goodbye. */
  void stop();

  /** Nobody can log in any more; the sessions that are there live on. */
  void stopListening();

  void startAgain();

  /** Answers nothing from now on, and nobody is told. */
  void freeze();

  void thaw();

  /** No key is welcome any more, or ours is again. */
  void welcome(boolean on);

  /**
   * Signals one process on the server.
   *
   * @param name of a signal: KILL, STOP, CONT
   */
  void signal(String name, long pid);

  /** Listens on a port over there; throws where it is not free. */
  AutoCloseable hold(int port) throws Exception;

  /** Puts a file in this place, and at the end removes it, which must be as it was. */
  AutoCloseable occupy(Path file) throws Exception;
}
