package dev.millrace.receivers.otlp;

import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import dev.millrace.data.MalformedPayloadException;
import dev.millrace.net.grpc.GrpcAnswer;
import dev.millrace.net.grpc.GrpcExchange;
import dev.millrace.net.grpc.GrpcHandler;
import dev.millrace.net.grpc.RpcStatus;
import io.grpc.Status.Code;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers OTLP/gRPC for one signal. Threading: called on the connection's event loop. */
final class OtlpGrpcHandler implements GrpcHandler {
  private final Intake intake;
  private final boolean includeMetadata;

  OtlpGrpcHandler(Intake intake, boolean includeMetadata) {
    this.intake = intake;
    this.includeMetadata = includeMetadata;
  }

  @Override
  public CompletionStage<GrpcAnswer> handle(GrpcExchange exchange) {
    Batch batch;
    try {
      batch = intake.parse(Encoding.PROTOBUF, exchange.message(), exchange.packed());
    } catch (MalformedPayloadException e) {
      return CompletableFuture.completedFuture(answer(intake.malformed(e, exchange.peerAddress())));
    }
    Context context =
        new Context(
            includeMetadata ? exchange.metadata() : Map.of(),
            exchange.auth(),
            exchange.peerAddress());
    return intake.offer(batch, context).thenApply(OtlpGrpcHandler::answer);
  }

  @Override
  public boolean keepsCompressed() {
    return intake.keepsCompressed();
  }

  @Override
  public RpcStatus refuse(RpcStatus why, String peerAddress) {
    boolean tooLarge = why.code() == Code.RESOURCE_EXHAUSTED;
    intake.noteMalformed(tooLarge ? "too_large" : "bad_compression", why.message(), peerAddress);
    return why;
  }

  private static GrpcAnswer answer(Outcome outcome) {
    return outcome.failure() == null
        ? GrpcAnswer.of(Encoding.PROTOBUF.write(outcome.response()))
        : GrpcAnswer.failed(outcome.failure());
  }
}
