package dev.millrace.extensions.oidc;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Host;
import dev.millrace.component.ServerAuthenticator;
import dev.millrace.component.StartException;
import dev.millrace.extensions.oidc.OidcConfig.ProviderConfig;
import dev.millrace.net.auth.FailedLogins;
import dev.millrace.net.auth.FailedLogins.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lets in who bears a token that one of the providers signed for us. Any thread. */
final class Oidc implements ServerAuthenticator {
  private final ComponentSettings settings;
  private final OidcConfig config;
  private final FailedLogins failedLogins;
  private final Map<String, Issuer> issuers = new ConcurrentHashMap<>();

  Oidc(ComponentSettings settings, OidcConfig config) {
    this.settings = settings;
    this.config = config;
    this.failedLogins = new FailedLogins(settings, "Bearer");
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    CompletionStage<Void> all = CompletableFuture.completedFuture(null);
    for (ProviderConfig provider : config.providers()) {
      CompletionStage<Void> opened =
          Issuer.open(settings, provider).thenAccept(issuer -> issuers.put(issuer.url(), issuer));
      all = all.thenCompose(done -> opened);
    }
    return all.handle((done, failure) -> {
      if (failure != null) {
        throw new CompletionException(
            new StartException(
                "failed to get configuration from at least one configured auth server: "
                    + cause(failure).getMessage(),
                failure));
      }
      return null;
    });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public CompletionStage<Map<String, String>> authenticate(Map<String, List<String>> headers) {
    List<String> values = headers.getOrDefault(config.attribute(), List.of());
    if (values.isEmpty()) {
      return failed(Reason.MISSING, "authentication didn't succeed: the header is missing");
    }
    String[] parts = values.get(0).split(" ", -1);
    if (parts.length != 2) {
      return failed(Reason.MALFORMED, "invalid authorization header format");
    }
    String token = parts[1];
    Issuer issuer;
    try {
      issuer = issuer(token);
    } catch (RejectedTokenException e) {
      return failed(e.reason(), String.valueOf(e.getMessage()));
    }
    return issuer
        .bearer(token)
        .handle((bearer, failure) -> outcome(bearer, failure))
        .thenCompose(outcome -> outcome);
  }

  private Issuer issuer(String token) throws RejectedTokenException {
    String named = KeySet.unverifiedIssuer(token);
    Issuer issuer = issuers.size() == 1 ? issuers.values().iterator().next() : issuers.get(named);
    if (issuer == null) {
      throw new RejectedTokenException(
          "failed to resolve OIDC provider: no OIDC provider configured for the issuer of the"
              + " token",
          Reason.REJECTED);
    }
    return issuer;
  }

  private CompletionStage<Map<String, String>> outcome(
      @Nullable Map<String, String> bearer, @Nullable Throwable failure) {
    if (bearer != null) {
      return CompletableFuture.completedFuture(bearer);
    }
    Throwable cause = failure == null ? new IllegalStateException("no outcome") : cause(failure);
    return cause instanceof RejectedTokenException rejected
        ? failed(rejected.reason(), String.valueOf(rejected.getMessage()))
        : CompletableFuture.failedFuture(cause);
  }

  private <T> CompletionStage<T> failed(Reason reason, String why) {
    return CompletableFuture.failedFuture(failedLogins.failed(reason, why));
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    issuers.values().forEach(Issuer::close);
    return CompletableFuture.completedFuture(null);
  }
}
