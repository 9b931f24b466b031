package dev.millrace.exporters.otlp;

import dev.millrace.component.Context;
import dev.millrace.data.Signal;
import dev.millrace.net.auth.RequestAuth;
import dev.millrace.net.grpc.GrpcClient;
import dev.millrace.net.grpc.OtlpMethods;
import dev.millrace.net.grpc.RawMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Makes calls, each with the headers that the authenticator gives it. Any thread. */
final class Calls {
  private final GrpcClient client;
  private final RequestAuth auth;
  private final Map<String, List<String>> headers;

  Calls(GrpcClient client, RequestAuth auth, Map<String, List<String>> headers) {
    this.client = client;
    this.auth = auth;
    this.headers = headers;
  }

  /** Makes one call. Cancelling the future cancels the call. */
  CompletableFuture<RawMessage> call(Signal signal, RawMessage request, Context context) {
    if (auth.isNone()) {
      return client.call(OtlpMethods.export(signal), request);
    }
    CompletableFuture<RawMessage> answer = new CompletableFuture<>();
    auth.headers(headers, context)
        .whenComplete((given, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(OtlpGrpcSender.cause(failure));
          } else if (!answer.isDone()) {
            forward(client.call(OtlpMethods.export(signal), request, given), answer);
          }
        });
    return answer;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // both callbacks end what callers hold
  private static void forward(
      CompletableFuture<RawMessage> call, CompletableFuture<RawMessage> answer) {
    call.whenComplete((message, failure) -> {
      if (failure == null) {
        answer.complete(message);
      } else {
        answer.completeExceptionally(failure);
      }
    });
    answer.whenComplete((done, failure) -> {
      if (answer.isCancelled()) {
        call.cancel(false);
      }
    });
  }

  /** Ends all calls and connections. */
  void close() {
    client.close();
  }
}
