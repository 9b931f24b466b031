package dev.millrace.extensions.oidc;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.RetryableException;
import dev.millrace.extensions.oidc.OidcConfig.ProviderConfig;
import dev.millrace.net.auth.VerifiedCredentials.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * One whose tokens are good. Any thread; signatures are checked on the blocking executor, each
 * token once in a while.
 */
final class Issuer implements AutoCloseable {
  private final ComponentSettings settings;
  private final ProviderConfig provider;
  private final Keys keys;

  private Issuer(ComponentSettings settings, ProviderConfig provider, Keys keys) {
    this.settings = settings;
    this.provider = provider;
    this.keys = keys;
  }

  /** Fails with an IOException that says why there are no keys. */
  static CompletionStage<Issuer> open(ComponentSettings settings, ProviderConfig provider) {
    CompletionStage<Keys> keys =
        provider.publicKeysFile().isEmpty()
            ? RemoteKeys.open(provider, settings, System::nanoTime)
            : FileKeys.open(provider.publicKeysFile(), settings);
    return keys.thenApply(opened -> new Issuer(settings, provider, opened));
  }

  String url() {
    return provider.issuerUrl();
  }

  /** Who bears a token; fails with a {@link RejectedTokenException}, or as retryable. */
  CompletionStage<Map<String, String>> bearer(String token) {
    return keys.current()
        .thenCompose(known ->
            bearer(known, token)
                .handle((bearer, failure) ->
                    failure != null && mayBeNewKey(failure)
                        ? again(known, token, failure)
                        : failure != null
                            ? CompletableFuture.<Map<String, String>>failedFuture(failure)
                            : CompletableFuture.completedFuture(bearer))
                .thenCompose(outcome -> outcome));
  }

  private CompletableFuture<Map<String, String>> again(
      KeySet known, String token, Throwable failure) {
    return keys.newerThan(known)
        .thenCompose(newer ->
            newer == known
                ? CompletableFuture.<Map<String, String>>failedFuture(failure)
                : bearer(newer, token))
        .toCompletableFuture();
  }

  private static boolean mayBeNewKey(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RejectedTokenException rejected && rejected.mayBeNewKey();
  }

  private CompletionStage<Map<String, String>> bearer(KeySet known, String token) {
    return known
        .verified()
        .verify(token.getBytes(StandardCharsets.UTF_8), () -> check(known, token));
  }

  private CompletionStage<Verified<Map<String, String>>> check(KeySet known, String token) {
    CompletableFuture<Verified<Map<String, String>>> checked = new CompletableFuture<>();
    try {
      settings.blocking().execute(() -> check(known, token, checked));
    } catch (RejectedExecutionException e) {
      checked.completeExceptionally(
          new RetryableException("too much blocking work waits; retry later", null, e));
    }
    return checked;
  }

  private void check(
      KeySet known, String token, CompletableFuture<Verified<Map<String, String>>> checked) {
    try {
      checked.complete(new Claims(provider, token, known.claims(token)).check(Instant.now()));
    } catch (RejectedTokenException | RuntimeException e) {
      checked.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    keys.close();
  }
}
