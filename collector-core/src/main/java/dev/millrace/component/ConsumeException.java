package dev.millrace.component;

import org.jspecify.annotations.Nullable;

/** Why a batch was not taken, or not all of it. The outcome of {@link Consumer#consume}. */
public abstract sealed class ConsumeException extends Exception
    permits RetryableException, PermanentException, PartialException {
  private static final long serialVersionUID = 1L;

  private final String errorType;

  ConsumeException(String message, @Nullable Throwable cause, String errorType) {
    super(message, cause);
    this.errorType = errorType;
  }

  /**
   * What kind of failure it is, as the metrics' {@code error.type}: a gRPC code in the words of the
   * Go collector ({@code Unavailable}), {@code Deadline_Exceeded}, {@code Shutdown} or {@code
   * _OTHER}.
   */
  public final String errorType() {
    return errorType;
  }
}
