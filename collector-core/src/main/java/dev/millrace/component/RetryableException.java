package dev.millrace.component;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The batch may be offered again, when a delay is named not before it is over. */
public final class RetryableException extends ConsumeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  public RetryableException(String message) {
    this(message, null, null);
  }

  public RetryableException(
      String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    this(message, retryAfter, cause, ErrorTypes.OTHER);
  }

  /**
   * @param errorType as {@link #errorType}
   */
  public RetryableException(
      String message, @Nullable Duration retryAfter, @Nullable Throwable cause, String errorType) {
    super(message, cause, errorType);
    this.retryAfter = retryAfter;
  }

  /** How long to wait, or null when the other side did not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
