package dev.millrace.component;

import java.util.Map;

/**
 * A sender is not let in. Its message is for the collector's operator; the sender hears no more
 * than that it is not authenticated.
 */
public final class AuthenticationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> challenge;

  /**
   * @param message why, without anything secret
   * @param challenge headers for the answer, such as {@code www-authenticate}; names in lower case
   */
  public AuthenticationException(String message, Map<String, String> challenge) {
    super(message);
    this.challenge = Map.copyOf(challenge);
  }

  /** Headers for the answer, names in lower case. */
  public Map<String, String> challenge() {
    return challenge;
  }
}
