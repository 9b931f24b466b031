package dev.millrace.extensions.oauth2client;

import dev.millrace.component.ComponentSettings;
import dev.millrace.data.Slice;
import dev.millrace.extensions.oauth2client.TokenRequest.ClientSays;
import dev.millrace.extensions.oauth2client.TokenRequest.Made;
import dev.millrace.net.HttpClient;
import dev.millrace.net.HttpClientSettings;
import dev.millrace.net.HttpClients;
import dev.millrace.net.HttpRequest;
import dev.millrace.net.HttpResponse;
import dev.millrace.net.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks an authorization server for tokens. Any thread; requests are made on the blocking executor.
 * Ownership: whoever makes one closes it.
 */
final class TokenEndpoint implements AutoCloseable {
  private static final long MAX_ANSWER_BYTES = 1 << 20;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final ComponentSettings settings;
  private final Oauth2ClientConfig config;
  private final TokenRequest request;
  private final HttpClient client;

  /** How the server wants to hear who asks; null until it has answered. */
  private volatile @Nullable ClientSays clientSays;

  TokenEndpoint(ComponentSettings settings, Oauth2ClientConfig config, ClientTls tls) {
    this.settings = settings;
    this.config = config;
    this.request = new TokenRequest(config);
    this.client =
        HttpClients.create(
            settings.eventLoop(),
            HttpClientSettings.defaults(settings.blocking())
                .withFollowRedirects(false)
                .withTls(tls));
  }

  /** Asks once; fails with a sentence that says where and why. */
  CompletionStage<Token> fetch() {
    ClientSays known = clientSays;
    ClientSays first = known == null ? ClientSays.IN_HEADER : known;
    return send(first)
        .thenCompose(answer -> {
          boolean asksElsewhere =
              known == null && config.assertion() == null && answer.status() / 100 == 4;
          return asksElsewhere
              ? send(ClientSays.IN_BODY).thenApply(other -> read(ClientSays.IN_BODY, other))
              : CompletableFuture.completedFuture(read(first, answer));
        })
        .handle((token, failure) -> {
          if (failure != null) {
            throw new CompletionException(new IOException(why(failure), failure));
          }
          return token;
        });
  }

  private Token read(ClientSays where, HttpResponse answer) {
    try {
      Token token = Token.read(answer);
      clientSays = where;
      return token;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private CompletionStage<HttpResponse> send(ClientSays where) {
    CompletableFuture<Made> made = new CompletableFuture<>();
    try {
      settings.blocking().execute(() -> make(where, made));
    } catch (RejectedExecutionException e) {
      made.completeExceptionally(new IOException("too much blocking work waits", e));
    }
    Duration timeout = config.timeout().isZero() ? LONGEST_WAIT : config.timeout();
    return made.thenCompose(ready ->
        client.send(
            new HttpRequest(
                "POST",
                config.tokenUrl(),
                ready.headers(),
                List.of(Slice.of(ready.body())),
                timeout,
                MAX_ANSWER_BYTES)));
  }

  private void make(ClientSays where, CompletableFuture<Made> made) {
    try {
      made.complete(request.make(where));
    } catch (IOException | RuntimeException e) {
      made.completeExceptionally(e);
    }
  }

  private String why(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    URI url = config.tokenUrl();
    String authority = url.getRawAuthority();
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    return "failed to get security token from token endpoint (endpoint \"%s://%s%s\"): %s"
        .formatted(url.getScheme(), host, url.getRawPath(), cause.getMessage());
  }

  @Override
  public void close() {
    client.close();
  }
}
