package dev.millrace.exporters.otlp;

import dev.millrace.component.ConsumeException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.net.grpc.GrpcFailure;
import dev.millrace.net.grpc.RawMessage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call under way: turns how it ends into an outcome, and ends it when nobody waits for that.
 */
final class Export {
  private final CompletableFuture<RawMessage> call;
  private final Answers answers;
  private final CompletableFuture<Void> outcome = new CompletableFuture<>();

  @SuppressWarnings("FutureReturnValueIgnored") // both callbacks end what callers hold
  Export(CompletableFuture<RawMessage> call, Answers answers) {
    this.call = call;
    this.answers = answers;
    call.whenComplete(this::ended);
    outcome.whenComplete((done, failure) -> {
      if (outcome.isCancelled()) {
        call.cancel(false);
      }
    });
  }

  CompletableFuture<Void> outcome() {
    return outcome;
  }

  private void ended(@Nullable RawMessage answer, @Nullable Throwable thrown) {
    ConsumeException failure = answer != null ? answers.rejection(answer) : failure(thrown);
    if (failure == null) {
      outcome.complete(null);
    } else {
      outcome.completeExceptionally(failure);
    }
  }

  private ConsumeException failure(@Nullable Throwable thrown) {
    if (thrown instanceof GrpcFailure failure) {
      return answers.failure(failure);
    }
    if (thrown instanceof ConsumeException failure) { // of an authenticator
      return failure;
    }
    return call.isCancelled()
        ? new RetryableException("the call was cancelled")
        : new PermanentException("the exporter failed: " + thrown, thrown);
  }
}
