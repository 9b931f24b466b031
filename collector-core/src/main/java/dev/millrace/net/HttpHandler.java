package dev.millrace.net;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/** Answers requests of an {@link HttpServer}; called on an event loop, must not block it. */
public interface HttpHandler {

  /** Answers with the whole body at hand. */
  CompletionStage<HttpResponse> handle(HttpExchange exchange);

  /**
   * Whether everybody may send this request, so that the server's {@link Admission} is not asked: a
   * browser's preflight.
   *
   * @param head the request with an empty body
   */
  default boolean isForEverybody(HttpExchange head) {
    return false;
  }

  /**
   * Whether the compressed form that this body comes in is kept, see {@link HttpExchange#packed}.
   *
   * @param head the request with an empty body
   */
  default boolean keepsCompressed(HttpExchange head) {
    return false;
  }

  /**
   * What to answer to a request that is not handled: its sender is not let in, or its body cannot
   * be read.
   *
   * @param head the request with an empty body
   */
  default HttpResponse refuse(HttpExchange head, Refusal why) {
    return why.response(
        "text/plain; charset=utf-8", why.message().getBytes(StandardCharsets.UTF_8));
  }
}
