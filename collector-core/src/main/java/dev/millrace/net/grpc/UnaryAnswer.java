package dev.millrace.net.grpc;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Exception;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Waits for the one answer of a call. Called by one thread at a time. */
final class UnaryAnswer extends ClientCall.Listener<RawMessage> {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final CompletableFuture<RawMessage> answer;
  private @Nullable RawMessage message;

  UnaryAnswer(CompletableFuture<RawMessage> answer) {
    this.answer = answer;
  }

  /** Ends the call when nobody waits for its answer any more. */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback neither fails nor is waited for
  static void cancelWith(CompletableFuture<RawMessage> answer, ClientCall<?, ?> call) {
    CompletionStage<RawMessage> stage = answer;
    stage.whenComplete((done, failure) -> {
      if (answer.isCancelled()) {
        call.cancel("nobody waits for the answer any more", null);
      }
    });
  }

  @Override
  public void onMessage(RawMessage received) {
    message = received;
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (!status.isOk()) {
      answer.completeExceptionally(failure(status, trailers));
    } else if (message == null) {
      answer.completeExceptionally(
          new GrpcFailure(GrpcFailure.Code.UNIMPLEMENTED, "OK without an answer", null, null));
    } else {
      answer.complete(message);
    }
  }

  private static GrpcFailure failure(Status status, Metadata trailers) {
    String description = status.getDescription();
    return new GrpcFailure(
        isBroken(status) ? GrpcFailure.Code.UNAVAILABLE : code(status),
        description == null ? "" : description,
        trailers.get(DETAILS),
        status.getCause());
  }

  private static GrpcFailure.Code code(Status status) {
    return GrpcFailure.Code.valueOf(status.getCode().name());
  }

  /**
   * Whether the connection broke. grpc-java calls that UNKNOWN when it was closed and INTERNAL when
   * the other side does not speak HTTP/2, which read as if a server had said it.
   */
  private static boolean isBroken(Status status) {
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ClosedChannelException || cause instanceof Http2Exception) {
        return true;
      }
    }
    return false;
  }
}
