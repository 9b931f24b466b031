package dev.millrace.extensions.oauth2client;

import dev.millrace.component.ClientAuthenticator;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.RetryableException;
import dev.millrace.component.StartException;
import dev.millrace.net.tls.ClientTls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends a token that an authorization server gave. Any thread. */
final class Oauth2Client implements ClientAuthenticator {
  private final ComponentSettings settings;
  private final Oauth2ClientConfig config;
  private volatile @Nullable TokenEndpoint endpoint;
  private volatile @Nullable TokenCache tokens;

  Oauth2Client(ComponentSettings settings, Oauth2ClientConfig config) {
    this.settings = settings;
    this.config = config;
  }

  /** Reads the TLS files; the first token is asked for with the first request, as in Go. */
  @Override
  public CompletionStage<Void> start(Host host) {
    ClientTls tls = ClientTls.of(config.tls().settings(), context -> context, settings.blocking());
    CompletionStage<?> loaded =
        "https".equals(config.tokenUrl().getScheme())
            ? tls.context()
            : CompletableFuture.completedFuture(null);
    return loaded.handle((context, failure) -> {
      if (failure != null) {
        throw new CompletionException(
            new StartException("failed to load TLS config: " + failure.getMessage(), failure));
      }
      TokenEndpoint opened = new TokenEndpoint(settings, config, tls);
      tokens =
          new TokenCache(opened::fetch, config.expiryBuffer(), System::nanoTime, settings.logger());
      endpoint = opened;
      return null;
    });
  }

  @Override
  public CompletionStage<Map<String, List<String>>> authenticate(
      Map<String, List<String>> headers, Context context) {
    TokenCache cache = tokens;
    if (cache == null) {
      return CompletableFuture.failedFuture(
          new RetryableException("the authenticator is not running; send again later"));
    }
    return cache
        .authorization()
        .thenApply(authorization -> {
          Map<String, List<String>> all = new LinkedHashMap<>(headers);
          all.put("authorization", List.of(authorization));
          return all;
        });
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    TokenEndpoint open = endpoint;
    tokens = null;
    endpoint = null;
    if (open != null) {
      open.close();
    }
    return CompletableFuture.completedFuture(null);
  }
}
