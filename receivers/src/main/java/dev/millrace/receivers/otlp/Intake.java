package dev.millrace.receivers.otlp;

import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.MalformedPayloadException;
import dev.millrace.data.Packed;
import dev.millrace.data.Signal;
import dev.millrace.net.grpc.RpcStatus;
import io.grpc.Status.Code;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way of one signal's requests, over one transport, into its pipelines; and of what they say
 * back to the sender.
 *
 * <p>Threading: {@link #offer} on any event loop.
 */
final class Intake {
  private final Signal signal;
  private final Consumer next;
  private final OtlpTelemetry telemetry;

  Intake(Signal signal, Consumer next, OtlpTelemetry telemetry) {
    this.signal = signal;
    this.next = next;
    this.telemetry = telemetry;
  }

  /** Checks a request; throws what {@link #malformed} answers. Any thread. */
  Batch parse(Encoding encoding, byte[] body, @Nullable Packed packed)
      throws MalformedPayloadException {
    return encoding.parse(signal, body, packed);
  }

  /** Whether the compressed form of requests is of use to anybody. */
  boolean keepsCompressed() {
    return next.reusesCompressed();
  }

  /** Offers a batch to the pipelines. The stage never fails. */
  CompletionStage<Outcome> offer(Batch batch, Context context) {
    if (batch.itemCount() == 0) {
      // As in Go: nothing to pass on.
      return CompletableFuture.completedFuture(taken());
    }
    return next.consume(batch, context).handle((done, failure) -> outcome(batch, failure));
  }

  /** The answer to a request that is not OTLP. */
  Outcome malformed(MalformedPayloadException failure, String peer) {
    return malformed(failure.reason().name(), String.valueOf(failure.getMessage()), peer);
  }

  private Outcome malformed(String reason, String message, String peer) {
    noteMalformed(reason, message, peer);
    return failed(RpcStatus.of(Code.INVALID_ARGUMENT, message));
  }

  /** Counts a request that cannot even be decompressed. */
  void noteMalformed(String reason, String message, String peer) {
    telemetry.malformed(reason, message, peer);
  }

  /** The answer to a request that was not looked at. */
  Outcome failed(RpcStatus status) {
    return new Outcome(ExportResponse.success(signal), status);
  }

  private Outcome taken() {
    return new Outcome(ExportResponse.success(signal), null);
  }

  // https://opentelemetry.io/docs/specs/otlp/#failures
  private Outcome outcome(Batch batch, @Nullable Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure == null) {
      telemetry.accepted(batch.itemCount());
      return taken();
    }
    if (failure instanceof PartialException partial) {
      telemetry.accepted(Math.max(0, batch.itemCount() - partial.rejectedItems()));
      telemetry.refused(partial.rejectedItems());
      return new Outcome(new ExportResponse(signal, partial.rejectedItems(), text(partial)), null);
    }
    telemetry.refused(batch.itemCount());
    if (failure instanceof RetryableException retryable) {
      return failed(new RpcStatus(Code.UNAVAILABLE, text(retryable), retryable.retryAfter()));
    }
    if (failure instanceof PermanentException) {
      return failed(RpcStatus.of(Code.INTERNAL, "Permanent error: " + text(failure)));
    }
    telemetry.unexpected(failure);
    return failed(RpcStatus.of(Code.INTERNAL, "internal error"));
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? "" : failure.getMessage();
  }
}
