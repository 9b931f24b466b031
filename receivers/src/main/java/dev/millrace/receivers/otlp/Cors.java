package dev.millrace.receivers.otlp;

import dev.millrace.net.HttpExchange;
import dev.millrace.net.HttpHandler;
import dev.millrace.net.HttpResponse;
import dev.millrace.net.Refusal;
import dev.millrace.net.config.CorsConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets browsers send from pages of other origins: answers preflights itself, and marks the answers
 * to the requests that follow.
 *
 * <p>See <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">the CORS protocol</a>.
 */
final class Cors implements HttpHandler {
  private static final Set<String> ALWAYS_ALLOWED =
      Set.of("accept", "accept-language", "content-language", "content-type", "origin");

  private final CorsConfig config;
  private final Set<String> allowedHeaders;
  private final HttpHandler next;

  Cors(CorsConfig config, HttpHandler next) {
    this.config = config;
    this.next = next;
    List<String> lower = new ArrayList<>();
    config.allowedHeaders().forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
    if (lower.isEmpty()) {
      lower.add("x-requested-with"); // as in Go
    }
    this.allowedHeaders = Set.copyOf(lower);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpExchange exchange) {
    if (isPreflight(exchange)) {
      return CompletableFuture.completedFuture(preflight(exchange));
    }
    return next.handle(exchange).thenApply(response -> marked(exchange, response));
  }

  private static boolean isPreflight(HttpExchange exchange) {
    return exchange.method().equals("OPTIONS")
        && exchange.header("access-control-request-method") != null;
  }

  @Override
  public boolean isForEverybody(HttpExchange head) {
    return isPreflight(head) || next.isForEverybody(head);
  }

  @Override
  public boolean keepsCompressed(HttpExchange head) {
    return next.keepsCompressed(head);
  }

  @Override
  public HttpResponse refuse(HttpExchange head, Refusal why) {
    return marked(head, next.refuse(head, why));
  }

  private HttpResponse preflight(HttpExchange exchange) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put(
        "vary", List.of("Origin, Access-Control-Request-Method, Access-Control-Request-Headers"));
    String origin = allowed(exchange.header("origin"));
    List<String> asked = asked(exchange);
    boolean methodFits = "POST".equals(exchange.header("access-control-request-method"));
    if (origin != null && methodFits && asked.stream().allMatch(this::isAllowed)) {
      headers.put("access-control-allow-origin", List.of(origin));
      headers.put("access-control-allow-credentials", List.of("true"));
      headers.put("access-control-allow-methods", List.of("POST"));
      if (!asked.isEmpty()) {
        headers.put("access-control-allow-headers", List.of(String.join(", ", asked)));
      }
      if (!config.maxAge().isZero()) {
        headers.put("access-control-max-age", List.of(Long.toString(config.maxAge().toSeconds())));
      }
    }
    return new HttpResponse(204, headers, new byte[0]);
  }

  private HttpResponse marked(HttpExchange exchange, HttpResponse response) {
    String origin = allowed(exchange.header("origin"));
    Map<String, List<String>> headers = new HashMap<>(response.headers());
    headers.put("vary", List.of("Origin"));
    if (origin != null) {
      headers.put("access-control-allow-origin", List.of(origin));
      headers.put("access-control-allow-credentials", List.of("true"));
      if (!config.exposedHeaders().isEmpty()) {
        headers.put(
            "access-control-expose-headers", List.of(String.join(", ", config.exposedHeaders())));
      }
    }
    return new HttpResponse(response.status(), headers, response.body());
  }

  private static List<String> asked(HttpExchange exchange) {
    String header = exchange.header("access-control-request-headers");
    List<String> names = new ArrayList<>();
    for (String name : (header == null ? "" : header).split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private boolean isAllowed(String header) {
    return allowedHeaders.contains("*")
        || ALWAYS_ALLOWED.contains(header)
        || allowedHeaders.contains(header);
  }

  /** What to answer to an origin: itself, {@code *}, or nothing when it may not send. */
  private @Nullable String allowed(@Nullable String origin) {
    if (origin == null) {
      return null;
    }
    String lower = origin.toLowerCase(Locale.ROOT);
    for (String pattern : config.allowedOrigins()) {
      if (matches(pattern.toLowerCase(Locale.ROOT), lower)) {
        return pattern.equals("*") ? "*" : origin;
      }
    }
    return null;
  }

  private static boolean matches(String pattern, String origin) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(origin);
    }
    String before = pattern.substring(0, star);
    String after = pattern.substring(star + 1);
    return origin.length() >= before.length() + after.length()
        && origin.startsWith(before)
        && origin.endsWith(after);
  }
}
