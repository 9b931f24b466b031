package dev.millrace.extensions.oidc;

import dev.millrace.net.auth.FailedLogins.Reason;

/** A token is not good. The message is for the operator and says nothing that is secret. */
final class RejectedTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final boolean mayBeNewKey;

  private RejectedTokenException(String message, Reason reason, boolean mayBeNewKey) {
    super(message);
    this.reason = reason;
    this.mayBeNewKey = mayBeNewKey;
  }

  RejectedTokenException(String message, Reason reason) {
    this(message, reason, false);
  }

  /** None of the keys that are known has signed it. */
  static RejectedTokenException unknownKey() {
    return new RejectedTokenException(
        "failed to verify token: failed to verify id token signature", Reason.REJECTED, true);
  }

  Reason reason() {
    return reason;
  }

  /** Whether keys that are not known yet may find it good. */
  boolean mayBeNewKey() {
    return mayBeNewKey;
  }
}
