package dev.millrace.testkit;

import dev.millrace.component.AuthenticationException;
import dev.millrace.component.Host;
import dev.millrace.component.RetryableException;
import dev.millrace.component.ServerAuthenticator;
import dev.millrace.component.ServerGate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A gate that a test shuts, and an authenticator that knows one token and waits when told to. */
public final class TestGate implements ServerGate, ServerAuthenticator {
  private volatile RetryableException refusal;
  private volatile CompletableFuture<Void> answering = CompletableFuture.completedFuture(null);

  /** Shuts it, with this delay. */
  public void shut(Duration delay) {
    refusal = new RetryableException("shut by a test", delay, null);
  }

  /** Opens it again. */
  public void open() {
    refusal = null;
  }

  /** From here on the authenticator answers when the returned future completes. */
  public CompletableFuture<Void> hold() {
    answering = new CompletableFuture<>();
    return answering;
  }

  @Override
  public RetryableException refusal() {
    return refusal;
  }

  @Override
  public CompletionStage<Map<String, String>> authenticate(Map<String, List<String>> headers) {
    return answering.thenCompose(done -> {
      List<String> values = headers.getOrDefault("token", List.of(""));
      return switch (values.get(0)) {
        case "good" -> CompletableFuture.completedFuture(Map.of("subject", "somebody"));
        case "later" ->
            CompletableFuture.failedFuture(
                new RetryableException("keys are being fetched", Duration.ofSeconds(7), null));
        case "broken" -> CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
        default ->
            CompletableFuture.failedFuture(
                new AuthenticationException(
                    "wrong token", Map.of("www-authenticate", "Token realm=\"test\"")));
      };
    });
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    return CompletableFuture.completedFuture(null);
  }
}
