package dev.millrace.export;

import dev.millrace.component.ConsumeException;
import dev.millrace.component.ErrorTypes;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch in the end.
 *
 * @param failure null when all of it was sent
 * @param reason of what was not sent; null when it was all sent or the failure is permanent
 */
record Outcome(@Nullable ConsumeException failure, @Nullable DropReason reason) {

  static final Outcome SENT = new Outcome(null, null);

  static Outcome partial(PartialException failure) {
    return new Outcome(failure, DropReason.REJECTED_BY_BACKEND);
  }

  /** A failure that is neither partial nor retryable. */
  static Outcome permanent(Throwable failure) {
    return new Outcome(
        failure instanceof PermanentException permanent
            ? permanent
            : new PermanentException("the exporter failed: " + failure, failure),
        null);
  }

  static Outcome exhausted(RetryableException last, boolean wasRetried) {
    return new Outcome(
        wasRetried
            ? again("no more retries left: " + last.getMessage(), last, last.errorType())
            : last,
        DropReason.RETRIES_EXHAUSTED);
  }

  static Outcome stopped(@Nullable RetryableException last) {
    RetryableException failure =
        last == null
            ? new RetryableException("the collector is stopping", null, null, ErrorTypes.SHUTDOWN)
            : again("interrupted due to shutdown: " + last.getMessage(), last, ErrorTypes.SHUTDOWN);
    return new Outcome(failure, DropReason.SHUTDOWN);
  }

  private static RetryableException again(
      String message, RetryableException last, String errorType) {
    return new RetryableException(message, last.retryAfter(), last, errorType);
  }

  /** Items that were not sent, of a batch of so many. */
  long droppedItems(int itemCount) {
    if (failure == null) {
      return 0;
    }
    return failure instanceof PartialException partial
        ? Math.min(partial.rejectedItems(), itemCount)
        : itemCount;
  }
}
