package dev.millrace.component;

import org.jspecify.annotations.Nullable;

/** The batch will never be taken: offering it again is useless. */
public final class PermanentException extends ConsumeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /** A failure of our own, with no code from a backend. */
  public PermanentException(String message, @Nullable Throwable cause) {
    this(message, "internal", cause);
  }

  /**
   * @param code what the backend answered, as a label of drop counters: {@code 400}, {@code
   *     INVALID_ARGUMENT}; few distinct values
   */
  public PermanentException(String message, String code, @Nullable Throwable cause) {
    this(message, code, cause, ErrorTypes.OTHER);
  }

  /**
   * @param code as above
   * @param errorType as {@link #errorType}
   */
  public PermanentException(
      String message, String code, @Nullable Throwable cause, String errorType) {
    super(message, cause, errorType);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
