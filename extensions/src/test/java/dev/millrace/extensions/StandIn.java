package dev.millrace.extensions;

import dev.millrace.net.Endpoint;
import dev.millrace.net.EventLoops;
import dev.millrace.net.HttpExchange;
import dev.millrace.net.HttpResponse;
import dev.millrace.net.HttpServer;
import dev.millrace.net.HttpServerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A server on the loopback interface that answers as it is told to, and keeps what it is asked. */
public final class StandIn implements AutoCloseable {
  private final EventLoops loops = EventLoops.create(1);
  private final BlockingQueue<HttpExchange> seen = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private volatile Function<HttpExchange, CompletionStage<HttpResponse>> answer =
      asked -> CompletableFuture.completedFuture(json(404, "{}"));

  public StandIn() throws Exception {
    server =
        HttpServer.start(
                loops.next(),
                HttpServerSettings.defaults(new Endpoint("127.0.0.1", 0), loops.blocking()),
                asked -> {
                  seen.add(asked);
                  return answer.apply(asked);
                })
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  /** From here on answers so. */
  public void answers(Function<HttpExchange, HttpResponse> next) {
    answer = asked -> CompletableFuture.completedFuture(next.apply(asked));
  }

  /** From here on answers so, in its time. */
  public void answersLater(Function<HttpExchange, CompletionStage<HttpResponse>> next) {
    answer = next;
  }

  public static HttpResponse json(int status, String body) {
    return new HttpResponse(
        status,
        Map.of("content-type", List.of("application/json")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  public String url() {
    return "http://127.0.0.1:" + server.address().getPort();
  }

  /** How often it was asked, and not taken yet. */
  public int asked() {
    return seen.size();
  }

  /** The next request. */
  public HttpExchange next() throws InterruptedException {
    HttpExchange next = seen.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within 10 s");
    }
    return next;
  }

  @Override
  public void close() {
    server.stop(Duration.ofSeconds(1)).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    loops.stop(Duration.ofSeconds(1)).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
