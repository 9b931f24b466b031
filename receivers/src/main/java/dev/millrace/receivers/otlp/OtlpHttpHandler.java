package dev.millrace.receivers.otlp;

import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import dev.millrace.data.MalformedPayloadException;
import dev.millrace.net.HttpExchange;
import dev.millrace.net.HttpHandler;
import dev.millrace.net.HttpResponse;
import dev.millrace.net.Refusal;
import dev.millrace.net.Refusal.Reason;
import dev.millrace.net.grpc.RpcStatus;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers OTLP/HTTP.
 *
 * <p>See <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>. Threading:
 * called on the connection's event loop. JSON of more than {@value #MAX_INLINE_JSON_BYTES} bytes is
 * read on the blocking executor, so that one sender does not hold up the others of its loop.
 */
final class OtlpHttpHandler implements HttpHandler {
  private static final int MAX_INLINE_JSON_BYTES = 256 * 1024;
  private static final Duration BUSY_DELAY = Duration.ofSeconds(1);

  private final Map<String, Intake> intakes;
  private final boolean includeMetadata;
  private final Executor blocking;
  private final Executor eventLoop;

  /**
   * Makes a handler.
   *
   * @param intakes by path, of the signals that have a pipeline
   * @param eventLoop where a batch goes on that was read on the blocking executor
   */
  OtlpHttpHandler(
      Map<String, Intake> intakes, boolean includeMetadata, Executor blocking, Executor eventLoop) {
    this.intakes = Map.copyOf(intakes);
    this.includeMetadata = includeMetadata;
    this.blocking = blocking;
    this.eventLoop = eventLoop;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpExchange exchange) {
    Intake intake = intakes.get(exchange.path());
    Encoding encoding = Encoding.of(exchange.header("content-type"));
    HttpResponse refusal = refusal(exchange, intake, encoding);
    if (refusal != null || intake == null || encoding == null) {
      return CompletableFuture.completedFuture(refusal);
    }
    CompletionStage<Outcome> outcome =
        encoding == Encoding.JSON && exchange.body().length > MAX_INLINE_JSON_BYTES
            ? takeElsewhere(intake, encoding, exchange)
            : take(intake, encoding, exchange);
    return outcome.thenApply(answer -> answer(encoding, answer));
  }

  @Override
  public boolean keepsCompressed(HttpExchange head) {
    Intake intake = intakes.get(head.path());
    return intake != null
        && Encoding.of(head.header("content-type")) == Encoding.PROTOBUF
        && intake.keepsCompressed();
  }

  @Override
  public HttpResponse refuse(HttpExchange head, Refusal why) {
    Intake intake = intakes.get(head.path());
    Encoding encoding = Encoding.of(head.header("content-type"));
    // Who is not let in does not hear what there is.
    HttpResponse wrong =
        why.reason() == Reason.UNAUTHENTICATED ? null : refusal(head, intake, encoding);
    if (wrong != null) {
      return wrong;
    }
    if (intake != null && (why.reason() == Reason.TOO_LARGE || why.reason() == Reason.MALFORMED)) {
      String reason = why.reason() == Reason.TOO_LARGE ? "too_large" : "bad_compression";
      intake.noteMalformed(reason, why.message(), head.peerAddress());
    }
    return encoding == null
        ? why.response("text/plain", why.message().getBytes(StandardCharsets.UTF_8))
        : why.response(
            encoding.contentType(),
            encoding.write(new RpcStatus(code(why.reason()), why.message(), why.retryAfter())));
  }

  private static Code code(Reason reason) {
    return switch (reason) {
      case MALFORMED, TOO_LARGE -> Code.INVALID_ARGUMENT;
      case UNAUTHENTICATED -> Code.UNAUTHENTICATED;
      case THROTTLED -> Code.RESOURCE_EXHAUSTED;
      case INTERNAL -> Code.INTERNAL;
      case BUSY -> Code.UNAVAILABLE;
    };
  }

  // Go's answers, word for word.
  private static @Nullable HttpResponse refusal(
      HttpExchange head, @Nullable Intake intake, @Nullable Encoding encoding) {
    if (intake == null) {
      return plain(404, "404 page not found\n");
    }
    if (!head.method().equals("POST")) {
      return plain(405, "405 method not allowed, supported: [POST]");
    }
    return encoding == null
        ? plain(
            415,
            "415 unsupported media type, supported: [application/json, application/x-protobuf]")
        : null;
  }

  private CompletionStage<Outcome> take(Intake intake, Encoding encoding, HttpExchange exchange) {
    Batch batch;
    try {
      batch = intake.parse(encoding, exchange.body(), exchange.packed());
    } catch (MalformedPayloadException e) {
      return CompletableFuture.completedFuture(intake.malformed(e, exchange.peerAddress()));
    }
    return intake.offer(batch, context(exchange));
  }

  private CompletionStage<Outcome> takeElsewhere(
      Intake intake, Encoding encoding, HttpExchange exchange) {
    CompletableFuture<CompletionStage<Outcome>> taken = new CompletableFuture<>();
    try {
      blocking.execute(() -> {
        try {
          Batch batch = intake.parse(encoding, exchange.body(), exchange.packed());
          eventLoop.execute(() -> taken.complete(intake.offer(batch, context(exchange))));
        } catch (MalformedPayloadException e) {
          taken.complete(
              CompletableFuture.completedFuture(intake.malformed(e, exchange.peerAddress())));
        } catch (RuntimeException e) {
          taken.completeExceptionally(e);
        }
      });
    } catch (RejectedExecutionException e) {
      taken.complete(CompletableFuture.completedFuture(intake.failed(busy())));
    }
    return taken.thenCompose(outcome -> outcome);
  }

  private static RpcStatus busy() {
    return new RpcStatus(Code.UNAVAILABLE, "too many requests are in flight", BUSY_DELAY);
  }

  private Context context(HttpExchange exchange) {
    return new Context(
        includeMetadata ? exchange.headers() : Map.of(), exchange.auth(), exchange.peerAddress());
  }

  private static HttpResponse answer(Encoding encoding, Outcome outcome) {
    RpcStatus failure = outcome.failure();
    return failure == null
        ? new HttpResponse(
            200,
            Map.of("content-type", List.of(encoding.contentType())),
            encoding.write(outcome.response()))
        : status(encoding, httpStatus(failure.code()), failure);
  }

  private static int httpStatus(Code code) {
    return code == Code.UNAVAILABLE ? 503 : code == Code.INVALID_ARGUMENT ? 400 : 500;
  }

  private static HttpResponse status(Encoding encoding, int httpStatus, RpcStatus status) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("content-type", List.of(encoding.contentType()));
    Duration delay = status.retryDelay();
    if (delay != null) {
      long seconds = delay.toSeconds() + (delay.toNanosPart() > 0 ? 1 : 0);
      headers.put("retry-after", List.of(Long.toString(seconds)));
    }
    return new HttpResponse(httpStatus, headers, encoding.write(status));
  }

  private static HttpResponse plain(int status, String text) {
    return new HttpResponse(
        status,
        Map.of("content-type", List.of("text/plain")),
        text.getBytes(StandardCharsets.UTF_8));
  }
}
