package dev.millrace.net;

import dev.millrace.net.Http2Connection.StaleConnectionException;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link HttpClient#send}: its time, its redirects, and one more try when a kept
 * connection turns out to be dead.
 *
 * <p>Threading: steps follow one another, each on the loop of its connection; the timer ends a call
 * on that loop too, so that a sink hears nothing after the end.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the callbacks end the result
final class HttpCall {
  private static final int MAX_REDIRECTS = 10;
  private static final int MAX_REVIVALS = 3;

  private final BodySink sink;
  private final ConnectionPool pool;
  private final boolean followRedirects;
  private final @Nullable CookieJar cookies;
  private final CompletableFuture<HttpResponse> result = new CompletableFuture<>();

  private volatile HttpRequest request;
  private volatile @Nullable ClientConnection connection;
  private @Nullable Future<?> timer;
  private int redirects;
  private int revivals;

  HttpCall(HttpRequest request, BodySink sink, ConnectionPool pool, @Nullable CookieJar cookies) {
    this.request = request;
    this.sink = sink;
    this.pool = pool;
    this.followRedirects = pool.settings().followRedirects();
    this.cookies = cookies;
  }

  HttpRequest request() {
    return request;
  }

  BodySink sink() {
    return sink;
  }

  /** Whether anybody still waits for the answer. */
  boolean isWanted() {
    return !result.isDone();
  }

  /** Completes with the head of the last answer. */
  CompletableFuture<HttpResponse> start(EventExecutor executor) {
    long timeoutNanos = request.timeout().toNanos();
    if (timeoutNanos > 0) {
      timer = executor.schedule(this::timeOut, timeoutNanos, TimeUnit.NANOSECONDS);
    }
    connect();
    return result;
  }

  /** Whether this answer leads to another request. */
  boolean follows(HttpResponse head) {
    return followRedirects
        && head.header("location") != null
        && switch (head.status()) {
          // Following these, a body would get lost, and the answer be taken for the one to it.
          case 301, 302, 303 -> request.body() == null;
          case 307, 308 -> true;
          default -> false;
        };
  }

  void answered(HttpResponse head) {
    if (cookies != null) {
      try {
        cookies.keep(request.uri(), head);
      } catch (IOException e) {
        fail(e);
        return;
      }
    }
    if (follows(head)) {
      redirect(head);
    } else {
      cancelTimer();
      result.complete(head);
    }
  }

  /** The connection failed; {@code stale} when it was an old one that gave no sign of life. */
  void connectionLost(Throwable cause, boolean stale) {
    if (stale && revivals++ < MAX_REVIVALS && isWanted()) {
      connect();
    } else {
      fail(cause);
    }
  }

  void fail(Throwable cause) {
    cancelTimer();
    result.completeExceptionally(cause);
  }

  /** The cookies for the present request, empty for none. */
  String cookies() throws IOException {
    return cookies == null ? "" : cookies.cookies(request.uri());
  }

  private void connect() {
    Origin origin;
    try {
      origin = Origin.of(request.uri());
    } catch (IOException e) {
      fail(e);
      return;
    }
    connection = null;
    pool.acquire(origin)
        .whenComplete((acquired, failure) -> {
          if (failure instanceof StaleConnectionException) {
            connectionLost(failure, true);
          } else if (failure != null) {
            fail(TransportFailure.unwrapped(failure));
          } else {
            connection = acquired;
            acquired.begin(this);
          }
        });
  }

  private void redirect(HttpResponse head) {
    String location = head.header("location");
    if (++redirects > MAX_REDIRECTS || location == null) {
      fail(new IOException("stopped after %d redirects".formatted(MAX_REDIRECTS)));
      return;
    }
    try {
      URI target = request.uri().resolve(location);
      request = redirected(head.status(), target);
      connect();
    } catch (IllegalArgumentException e) {
      fail(new IOException("redirect to an invalid url \"" + location + "\"", e));
    } catch (IOException e) {
      fail(e);
    }
  }

  // https://www.rfc-editor.org/rfc/rfc9110#section-15.4
  private HttpRequest redirected(int status, URI target) throws IOException {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.remove("host");
    if (!Origin.of(target).equals(Origin.of(request.uri()))) {
      headers.remove("authorization");
      headers.remove("cookie");
      headers.remove("proxy-authorization");
    }
    boolean keepsMethod =
        status == 307
            || status == 308
            || request.method().equals("GET")
            || request.method().equals("HEAD");
    if (!keepsMethod) {
      headers.remove("content-type");
      headers.remove("content-encoding");
    }
    return new HttpRequest(
        keepsMethod ? request.method() : "GET",
        target,
        headers,
        keepsMethod ? request.body() : null,
        request.timeout(),
        request.maxBodyBytes());
  }

  private void timeOut() {
    TimeoutException late =
        new TimeoutException(
            "no complete answer from %s within %d ms"
                .formatted(request.uri().getAuthority(), request.timeout().toMillis()));
    ClientConnection busy = connection;
    if (busy == null) {
      fail(late);
    } else {
      busy.abort(this, late);
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
