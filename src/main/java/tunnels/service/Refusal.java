package tunnels.service;

/** The system does not let us; the message has its words and what to type instead. */
public final class Refusal extends Exception {

  private static final long serialVersionUID = 1;

  Refusal(String message) {
    super(message);
  }
}
