package dev.millrace.net;

import dev.millrace.data.Slice;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2ResetFrame;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, or one stream of an HTTP/2 connection: at most one exchange at a
 * time.
 *
 * <p>Threading: all state belongs to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails reaches channelInactive or a listener
final class ClientConnection extends SimpleChannelInboundHandler<HttpObject> {
  private final Origin origin;
  private final ConnectionPool pool;
  private final @Nullable ProxyServer forwarder;
  private final boolean isStream;

  private @Nullable Channel channel;
  private @Nullable HttpCall call;
  private @Nullable ResponseBody body;
  private boolean opened;
  private boolean used;
  private boolean answered;
  private boolean interim;
  private boolean reusable;
  private boolean idleTimerRuns;
  private long idleSinceNanos;

  /**
   * A connection of its own; {@code forwarder} is a proxy that is asked for the pages of others.
   */
  ClientConnection(Origin origin, ConnectionPool pool, @Nullable ProxyServer forwarder) {
    this(origin, pool, forwarder, false, false);
  }

  private ClientConnection(
      Origin origin,
      ConnectionPool pool,
      @Nullable ProxyServer forwarder,
      boolean isStream,
      boolean used) {
    this.origin = origin;
    this.pool = pool;
    this.forwarder = forwarder;
    this.isStream = isStream;
    this.used = used;
  }

  /**
   * One stream of an HTTP/2 connection, for one exchange; {@code used} when it is not its first.
   */
  static ClientConnection stream(Origin origin, ConnectionPool pool, boolean used) {
    return new ClientConnection(origin, pool, null, true, used);
  }

  Origin origin() {
    return origin;
  }

  /** The pool counts this connection from now on. */
  void opened() {
    opened = true;
    if (!channel().isActive()) {
      // It closed before anybody could count it; the event has passed.
      opened = false;
      pool.closed(origin, this);
    }
  }

  /** Sends a call's request; called from any thread, by whoever acquired this connection. */
  void begin(HttpCall next) {
    channel().eventLoop().execute(() -> write(next));
  }

  /** Ends a call that is still under way here, and the connection with it. */
  void abort(HttpCall aborted, Throwable cause) {
    channel()
        .eventLoop()
        .execute(() -> {
          if (call == aborted) {
            fail(cause, false);
          } else {
            aborted.fail(cause);
          }
        });
  }

  void close() {
    channel().close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (opened) {
      opened = false;
      pool.closed(origin, this);
    }
    fail(new IOException("connection closed before the answer ended: " + origin), !answered);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof Http2ResetFrame reset) {
      // A refused stream was not looked at (RFC 9113 8.7): it may be sent again in any case.
      used |= reset.errorCode() == Http2Error.REFUSED_STREAM.code();
      fail(
          new IOException(
              "stream reset by %s: %s".formatted(origin, Http2Error.valueOf(reset.errorCode()))),
          !answered);
    }
    super.userEventTriggered(ctx, event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    boolean nothingCame = !answered && TransportFailure.isAbout(cause, "reset");
    fail(TransportFailure.of(cause, origin.toString()), nothingCame);
    ctx.close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) throws Exception {
    if (call == null) {
      ctx.close();
      return;
    }
    answered = true;
    if (message.decoderResult().isFailure()) {
      throw new IOException(
          "malformed http answer from " + origin, message.decoderResult().cause());
    }
    if (message instanceof io.netty.handler.codec.http.HttpResponse head) {
      head(head);
    }
    if (message instanceof HttpContent content && !interim && body != null) {
      body.write(content.content());
      if (message instanceof LastHttpContent) {
        end(body);
      }
    }
  }

  private void write(HttpCall next) {
    if (!channel().isActive()) {
      next.connectionLost(new IOException("connection closed: " + origin), used);
      return;
    }
    call = next;
    answered = false;
    if (!next.isWanted()) {
      call = null;
      giveBack();
      return;
    }
    HttpRequest request = next.request();
    DefaultHttpRequest head = head(request);
    try {
      addCookies(head, next.cookies());
    } catch (IOException e) {
      fail(e, false);
      return;
    }
    channel().write(head);
    if (request.body() != null) {
      for (Slice slice : request.body()) {
        channel()
            .write(
                new DefaultHttpContent(
                    Unpooled.wrappedBuffer(slice.array(), slice.offset(), slice.length())));
      }
    }
    channel()
        .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
        .addListener(done -> {
          if (!done.isSuccess() && call == next) {
            fail(TransportFailure.of(done.cause(), origin.toString()), !answered);
          }
        });
  }

  private static void addCookies(DefaultHttpRequest head, String cookies) {
    if (!cookies.isEmpty()) {
      String own = head.headers().get(HttpHeaderNames.COOKIE);
      head.headers().set(HttpHeaderNames.COOKIE, own == null ? cookies : own + "; " + cookies);
    }
  }

  private DefaultHttpRequest head(HttpRequest request) {
    DefaultHttpRequest head =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), target(request.uri()));
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      head.headers().add(header.getKey(), header.getValue());
    }
    if (!head.headers().contains(HttpHeaderNames.HOST)) {
      head.headers().set(HttpHeaderNames.HOST, origin.authority());
    }
    if (!head.headers().contains(HttpHeaderNames.ACCEPT_ENCODING)) {
      head.headers().set(HttpHeaderNames.ACCEPT_ENCODING, "gzip");
    }
    if (forwarder != null && forwarder.authorization() != null) {
      head.headers().set(HttpHeaderNames.PROXY_AUTHORIZATION, forwarder.authorization());
    }
    if (!pool.settings().keepAlive()) {
      head.headers().set(HttpHeaderNames.CONNECTION, "close");
    }
    if (request.body() != null) {
      long bytes = request.body().stream().mapToLong(Slice::length).sum();
      head.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes);
    }
    return head;
  }

  private String target(URI uri) {
    String path = uri.getRawPath();
    String target = path == null || path.isEmpty() ? "/" : path;
    if (uri.getRawQuery() != null) {
      target += "?" + uri.getRawQuery();
    }
    // A proxy wants all of the URL: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
    return forwarder == null ? target : "http://" + origin.authority() + target;
  }

  private void head(io.netty.handler.codec.http.HttpResponse head) throws IOException {
    HttpResponseStatus status = head.status();
    interim = status.codeClass() == HttpStatusClass.INFORMATIONAL;
    if (interim || call == null) {
      return;
    }
    reusable = !isStream && HttpUtil.isKeepAlive(head) && pool.settings().keepAlive();
    body = new ResponseBody(call, head);
  }

  private void end(ResponseBody ended) throws Exception {
    ended.finish();
    HttpCall done = call;
    call = null;
    body = null;
    used = true;
    // First the connection, so that a caller's next request can have it.
    if (reusable) {
      giveBack();
    } else {
      channel().close();
    }
    if (done != null) {
      done.answered(ended.head());
    }
  }

  private void giveBack() {
    if (isStream) {
      channel().close();
      return;
    }
    idleSinceNanos = System.nanoTime();
    if (!idleTimerRuns && pool.settings().limits().idleTimeout().toNanos() > 0) {
      idleTimerRuns = true;
      checkIdleAfter(pool.settings().limits().idleTimeout().toNanos());
    }
    pool.release(this);
  }

  // One timer a connection, not one an exchange.
  private void checkIdleAfter(long delayNanos) {
    channel().eventLoop().schedule(this::checkIdle, delayNanos, TimeUnit.NANOSECONDS);
  }

  private void checkIdle() {
    long leftNanos =
        pool.settings().limits().idleTimeout().toNanos() - (System.nanoTime() - idleSinceNanos);
    if (!channel().isActive()) {
      return;
    }
    if (call != null || leftNanos > 0) {
      checkIdleAfter(Math.max(leftNanos, TimeUnit.SECONDS.toNanos(1)));
    } else if (pool.withdraw(this)) {
      channel().close();
    } else {
      idleTimerRuns = false;
    }
  }

  private void fail(Throwable cause, boolean nothingCame) {
    HttpCall failed = call;
    call = null;
    if (body != null) {
      body.close();
      body = null;
    }
    if (failed != null) {
      channel().close();
      failed.connectionLost(cause, used && nothingCame);
    }
  }

  private Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("not in a pipeline yet");
    }
    return channel;
  }
}
