package dev.millrace.net;

import io.netty.channel.EventLoopGroup;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client with keep-alive connections, pooled by host; HTTP/2 where asked to and the server can.
 *
 * <p>Threading: any thread; a sink is called on the event loop of its connection.
 */
final class PooledHttpClient implements HttpClient {
  private final EventLoopGroup group;
  private final ConnectionPool pool;
  private final @Nullable CookieJar cookies;

  PooledHttpClient(EventLoopGroup group, HttpClientSettings settings) {
    this.group = group;
    this.pool = new ConnectionPool(new Dialer(group, settings), settings);
    this.cookies = settings.cookies() ? new CookieJar() : null;
  }

  @Override
  public CompletionStage<HttpResponse> send(HttpRequest request) {
    return send(request, new BodyGatherer());
  }

  @Override
  public CompletionStage<HttpResponse> send(HttpRequest request, BodySink sink) {
    HttpCall call = new HttpCall(request, sink, pool, cookies);
    return call.start(group.next()).thenApply(head -> withBody(head, sink));
  }

  @Override
  public void close() {
    pool.close();
  }

  private static HttpResponse withBody(HttpResponse head, BodySink sink) {
    return sink instanceof BodyGatherer gatherer
        ? new HttpResponse(head.status(), head.headers(), gatherer.body())
        : head;
  }
}
