package dev.millrace.exporters.otlphttp;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.component.StartException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.export.Sender;
import dev.millrace.net.HttpClient;
import dev.millrace.net.HttpRequest;
import dev.millrace.net.HttpResponse;
import dev.millrace.net.auth.RequestAuth;
import dev.millrace.net.config.UserAgent;
import dev.millrace.net.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Posts batches to a backend.
 *
 * <p>Threading: any thread. Bounds: answers of 64 KiB are read; connections as configured.
 */
final class OtlpHttpSender implements Sender {
  private final ComponentSettings settings;
  private final OtlpHttpConfig config;
  private final Bodies bodies;
  private final Answers answers;
  private final Map<String, List<String>> headers;
  private final ClientTls tls;
  private volatile RequestAuth auth = RequestAuth.NONE;
  private volatile @Nullable HttpClient client;

  OtlpHttpSender(ComponentSettings settings, OtlpHttpConfig config) {
    this.settings = settings;
    this.config = config;
    this.bodies = new Bodies(config.encoding(), config.client().compression(), settings.blocking());
    this.answers = new Answers(settings.logger());
    this.headers = headers();
    this.tls = config.client().clientTls(settings.blocking());
  }

  /** Configured headers win over ours, as in the Go collector. */
  private Map<String, List<String>> headers() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("content-type", List.of(config.encoding().contentType()));
    all.put("user-agent", List.of(UserAgent.of(settings.build())));
    if (bodies.contentEncoding() != null) {
      all.put("content-encoding", List.of(bodies.contentEncoding()));
    }
    all.putAll(config.client().requestHeaders());
    return Map.copyOf(all);
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    for (Signal signal : settings.signals()) {
      if (!config.urls().containsKey(signal)) {
        return CompletableFuture.failedFuture(
            new StartException(
                "either endpoint or %s_endpoint must be specified: a pipeline of %s names %s"
                    .formatted(signal.text(), signal.text(), settings.id()),
                null));
      }
    }
    try {
      auth = RequestAuth.forHttp(config.client().auth(), host);
    } catch (StartException e) {
      return CompletableFuture.failedFuture(e);
    }
    boolean speaksTls =
        config.urls().values().stream().anyMatch(url -> "https".equalsIgnoreCase(url.getScheme()));
    CompletionStage<?> loaded = speaksTls ? tls.context() : CompletableFuture.completedFuture(null);
    return loaded
        .handle((context, failure) -> failure)
        .thenCompose(failure -> {
          if (failure != null) {
            return CompletableFuture.failedFuture(
                new StartException(
                    "failed to load TLS config: " + cause(failure).getMessage(), failure));
          }
          client = config.client().client(settings.eventLoop(), tls, settings.blocking());
          return CompletableFuture.completedFuture(null);
        });
  }

  @Override
  public boolean reusesCompressed() {
    return config.client().compression().reuses();
  }

  @Override
  public CompletionStage<Void> send(Batch batch, Context context) {
    HttpClient open = client;
    URI url = config.urls().get(batch.signal());
    if (open == null) {
      return CompletableFuture.failedFuture(
          new RetryableException("the exporter is not running; send again later"));
    }
    if (url == null) {
      return CompletableFuture.failedFuture(
          new PermanentException("no endpoint for " + batch.signal().text(), null));
    }
    AnswerBody answer = new AnswerBody();
    return bodies
        .of(batch)
        .thenCompose(body ->
            auth.headers(headersFor(url), context)
                .thenCompose(given -> open.send(request(url, given, body), answer)))
        .handle((head, failure) -> outcome(url, answer, head, failure))
        .thenCompose(outcome -> outcome);
  }

  private CompletionStage<Void> outcome(
      URI url, AnswerBody answer, @Nullable HttpResponse head, @Nullable Throwable failure) {
    HttpResponse whole = head == null ? answer.tooLong() : answer.whole(head);
    return whole == null
        ? Answers.unreachable(url, failure == null ? new IOException("no answer") : cause(failure))
        : answers.outcome(url, whole);
  }

  private HttpRequest request(URI url, Map<String, List<String>> given, List<Slice> body) {
    return new HttpRequest("POST", url, given, body, config.client().timeout(), 0);
  }

  /** A name and password in the URL are for the backend, as in Go. */
  private Map<String, List<String>> headersFor(URI url) {
    String user = url.getUserInfo();
    if (user == null || headers.containsKey("authorization")) {
      return headers;
    }
    Map<String, List<String>> all = new LinkedHashMap<>(headers);
    String pair = user.indexOf(':') < 0 ? user + ":" : user;
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    all.put("authorization", List.of("Basic " + encoded));
    return all;
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    HttpClient open = client;
    client = null;
    if (open != null) {
      open.close();
    }
    bodies.close();
    return CompletableFuture.completedFuture(null);
  }
}
