package tunnels.service;

import java.io.IOException;

/** Something of the system that keeps the tunnels up. */
public interface Service {

  /** What would be written, and where: for {@code --dry-run}. */
  String text();

  /**
   * Writes it and starts it; again is fine.
   *
   * @return what was done, line by line
   * @throws Refusal if the system does not let us
   */
  String install() throws IOException, Refusal;

  /** Ends it and removes it; what is up stays up. Not there is fine. */
  String uninstall() throws IOException, Refusal;
}
