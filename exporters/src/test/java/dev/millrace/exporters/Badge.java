package dev.millrace.exporters;

import dev.millrace.component.ClientAuthenticator;
import dev.millrace.component.ConsumeException;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An authenticator that says in {@code x-badge} how often it was asked, and in {@code x-tenant} who
 * sent the batch; or fails. It stands still while {@link #hold} is not done.
 */
public final class Badge implements ClientAuthenticator {
  public final AtomicInteger asked = new AtomicInteger();
  public final CompletableFuture<Void> hold = new CompletableFuture<>();
  public volatile ConsumeException failure;
  private final boolean isSecret;

  public Badge(boolean isSecret) {
    this.isSecret = isSecret;
  }

  @Override
  public CompletionStage<Map<String, List<String>>> authenticate(
      Map<String, List<String>> headers, Context context) {
    int count = asked.incrementAndGet();
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    Map<String, List<String>> all = new HashMap<>(headers);
    all.put("x-badge", List.of("number " + count));
    all.put("x-tenant", context.metadata("tenant"));
    return hold.thenApply(done -> all);
  }

  @Override
  public boolean requiresTransportSecurity() {
    return isSecret;
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
