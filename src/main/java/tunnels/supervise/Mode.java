package tunnels.supervise;

/** On whose behalf a pass is made. */
public enum Mode {
  /** {@code up} and {@code restart}: holds and waits do not count. */
  PERSON,
  /** {@code keepalive} and {@code supervise}: waits and holds are honoured, nobody is asked. */
  UNATTENDED,
  /** What is the case is noted, and what is not wanted is taken down; nothing is started. */
  LOOK,
  /** {@code down}: the same, and nothing that is to be done for a job keeps a connection up. */
  TAKE_DOWN
}
