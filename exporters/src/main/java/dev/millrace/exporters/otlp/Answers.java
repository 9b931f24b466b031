package dev.millrace.exporters.otlp;

import dev.millrace.component.ConsumeException;
import dev.millrace.component.ErrorTypes;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.export.TakenAnswers;
import dev.millrace.net.TransportFailure;
import dev.millrace.net.grpc.GrpcFailure;
import dev.millrace.net.grpc.GrpcFailure.Code;
import dev.millrace.net.grpc.RawMessage;
import dev.millrace.net.otlp.FailureStatus;
import dev.millrace.net.otlp.PartialSuccess;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a backend's answer means for the batch. Any thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-response">OTLP/gRPC response</a>
 */
final class Answers {
  private final String endpoint;
  private final TakenAnswers taken;

  Answers(String endpoint, Logger logger) {
    this.endpoint = endpoint;
    this.taken = new TakenAnswers(logger);
  }

  /** Why not all of a batch was taken that was answered with {@code OK}; null when it was. */
  @Nullable ConsumeException rejection(RawMessage answer) {
    return taken.rejection(endpoint, () -> PartialSuccess.read(answer.bytes()));
  }

  /** What a call that failed means for its batch. */
  ConsumeException failure(GrpcFailure failure) {
    Duration delay = delay(failure);
    String message =
        "request to %s failed with %s: %s".formatted(endpoint, failure.code(), reason(failure));
    String type = ErrorTypes.ofGrpc(failure.code().name());
    return isRetryable(failure.code(), delay)
        ? new RetryableException(message, delay, failure, type)
        : new PermanentException(message, failure.code().name(), failure, type);
  }

  // https://opentelemetry.io/docs/specs/otlp/#failures
  private static boolean isRetryable(Code code, @Nullable Duration delay) {
    return switch (code) {
      case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS -> true;
      case RESOURCE_EXHAUSTED -> delay != null;
      case UNKNOWN,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          UNIMPLEMENTED,
          INTERNAL,
          UNAUTHENTICATED ->
          false;
    };
  }

  private static @Nullable Duration delay(GrpcFailure failure) {
    byte[] details = failure.details();
    try {
      return details == null ? null : FailureStatus.read(details).retryDelay();
    } catch (IOException e) {
      return null; // then the code alone decides
    }
  }

  private String reason(GrpcFailure failure) {
    IOException broken = transportFailure(failure);
    if (broken != null) {
      return TransportFailure.of(broken, endpoint).getMessage()
          + "; start the backend or change endpoint";
    }
    String message = String.valueOf(failure.getMessage());
    return failure.code() == Code.DEADLINE_EXCEEDED
        ? "no answer in time; raise timeout, or look at the backend (" + message + ")"
        : message;
  }

  private static @Nullable IOException transportFailure(Throwable failure) {
    for (Throwable at = failure.getCause(); at != null; at = at.getCause()) {
      if (at instanceof IOException broken) {
        return broken;
      }
    }
    return null;
  }
}
