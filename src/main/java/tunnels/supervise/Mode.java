package tunnels.supervise;

/** On whose behalf a pass is made. */
public enum Mode {
  /** {@code up} and {@code restart}: holds and waits do not count. */
  PERSON,
  /** {@code keepalive} and {@code supervise}: waits and holds are honoured, nobody is asked. */
  UNATTENDED,
  /** {@code down}: nothing is started. */
  TAKE_DOWN
}
