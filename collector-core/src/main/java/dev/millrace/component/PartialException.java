package dev.millrace.component;

/** The batch was taken except for some items, which will never be. Nothing is to be sent again. */
public final class PartialException extends ConsumeException {
  private static final long serialVersionUID = 1L;

  private final long rejectedItems;

  public PartialException(long rejectedItems, String message) {
    super(message, null, ErrorTypes.OTHER);
    this.rejectedItems = rejectedItems;
  }

  /** How many spans, data points, log records or profile samples were rejected. */
  public long rejectedItems() {
    return rejectedItems;
  }
}
