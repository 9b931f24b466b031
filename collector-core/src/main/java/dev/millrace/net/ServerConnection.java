package dev.millrace.net;

import dev.millrace.net.RequestBody.BudgetExceededException;
import dev.millrace.net.compression.Coding;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a server: reads a request, has it handled, writes the answer, and only then
 * looks at the next one.
 *
 * <p>Threading: all state belongs to the channel's event loop; the handler's future may complete
 * anywhere.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel
final class ServerConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServerConnection.class);
  // After an early refusal the rest of the body is let run out, so that the answer is not lost to
  // a reset; this long at most.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private enum Phase {
    HEAD,
    BODY,
    HANDLING,
    WRITING,
    LINGERING
  }

  private final HttpServerSettings settings;
  private final HttpHandler handler;

  private @Nullable ChannelHandlerContext context;
  private @Nullable Deadline deadline;
  private final Deque<Object> waiting = new ArrayDeque<>();
  private boolean pumping;
  private Phase phase = Phase.HEAD;
  private @Nullable HttpExchange head;
  private @Nullable RequestBody body;
  private boolean keepAlive;
  private boolean bodyComplete;
  private boolean draining;
  private long headNanos;

  ServerConnection(HttpServerSettings settings, HttpHandler handler) {
    this.settings = settings;
    this.handler = handler;
  }

  /** Closes as soon as nothing is under way. */
  void drain() {
    draining = true;
    if (phase == Phase.HEAD) {
      context().close();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    deadline = new Deadline(ctx.executor(), this::late);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    deadline().set(firstOf(settings.timeouts().readHeader(), settings.timeouts().read()));
    ctx.read();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    deadline().stop();
    if (phase == Phase.BODY) {
      releaseBody();
    }
    releaseWaiting();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(TransportFailure.unwrapped(cause) instanceof IOException)) {
      LOGGER.warn(
          "closing a connection from {} after a failure", RequestHead.peer(ctx.channel()), cause);
    }
    ctx.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    releaseWaiting();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    waiting.add(message);
    pump();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    readOn();
  }

  // What came in one read, at most a socket buffer of it, waits here while a request is handled.
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (wantsInput() && !waiting.isEmpty()) {
        Object message = waiting.remove();
        try {
          take((HttpObject) message);
        } finally {
          ReferenceCountUtil.release(message);
        }
      }
    } finally {
      pumping = false;
    }
  }

  private void readOn() {
    if (wantsInput() && waiting.isEmpty()) {
      context().read();
    }
  }

  private boolean wantsInput() {
    return phase == Phase.HEAD || phase == Phase.BODY || phase == Phase.LINGERING;
  }

  private void releaseWaiting() {
    while (!waiting.isEmpty()) {
      ReferenceCountUtil.release(waiting.remove());
    }
  }

  private void take(HttpObject message) {
    if (message.decoderResult().isFailure()) {
      malformed(message.decoderResult().cause());
      return;
    }
    if (message instanceof HttpRequest request) {
      begin(request);
    }
    if (message instanceof HttpContent content) {
      continueBody(content);
    }
  }

  private void begin(HttpRequest request) {
    phase = Phase.BODY;
    bodyComplete = false;
    headNanos = System.nanoTime();
    keepAlive = HttpUtil.isKeepAlive(request) && settings.keepAlive();
    HttpExchange exchange;
    try {
      exchange = RequestHead.read(request, context().channel());
    } catch (IllegalArgumentException e) {
      malformed(e);
      return;
    }
    head = exchange;
    long declared = HttpUtil.getContentLength(request, -1L);
    if (declared > settings.limits().maxBodyBytes()) {
      refuse(exchange, 413, "http: request body too large");
      return;
    }
    String name = RequestHead.codingName(exchange);
    Coding coding = Coding.named(name);
    if (!settings.takes(name)) {
      refuse(exchange, 400, "unsupported Content-Encoding: " + name);
      return;
    }
    body = new RequestBody(settings.limits().maxBodyBytes(), settings.budget(), declared, coding);
    if (HttpUtil.is100ContinueExpected(request)) {
      context()
          .writeAndFlush(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
    awaitBody();
  }

  private void continueBody(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    bodyComplete |= last;
    if (phase == Phase.LINGERING && last) {
      context().close();
    }
    HttpExchange exchange = head;
    RequestBody gathered = body;
    if (phase != Phase.BODY || exchange == null || gathered == null) {
      return;
    }
    try {
      gathered.write(content.content());
      if (last) {
        handle(exchange, gathered.finish());
      } else {
        awaitBody();
      }
    } catch (BodyTooLargeException e) {
      refuse(exchange, 413, "http: request body too large");
    } catch (BudgetExceededException e) {
      refuse(exchange, 503, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      refuse(exchange, 400, String.valueOf(e.getMessage()));
    } catch (Exception e) {
      LOGGER.warn("reading a request of {} failed", exchange.peerAddress(), e);
      refuse(exchange, 500, "internal error");
    }
  }

  private void awaitBody() {
    Duration pause = settings.timeouts().readHeader();
    Duration whole = settings.timeouts().read();
    if (whole.isZero() || whole.isNegative()) {
      deadline().set(pause);
      return;
    }
    Duration left = whole.minusNanos(System.nanoTime() - headNanos);
    deadline().set(left.compareTo(Duration.ofNanos(1)) < 0 ? Duration.ofNanos(1) : left);
  }

  private void handle(HttpExchange exchange, byte[] bytes) {
    phase = Phase.HANDLING;
    deadline().set(settings.timeouts().write());
    HttpExchange whole =
        new HttpExchange(
            exchange.method(),
            exchange.path(),
            exchange.query(),
            exchange.headers(),
            bytes,
            exchange.peerAddress());
    CompletionStage<HttpResponse> answer;
    try {
      answer = handler.handle(whole);
    } catch (RuntimeException e) {
      failed(exchange, e);
      return;
    }
    answer.whenComplete((response, failure) -> {
      if (context().executor().inEventLoop()) {
        answered(exchange, response, failure);
      } else {
        context().executor().execute(() -> answered(exchange, response, failure));
      }
    });
  }

  private void answered(
      HttpExchange exchange, @Nullable HttpResponse response, @Nullable Throwable failure) {
    if (response == null) {
      failed(exchange, failure == null ? new IllegalStateException("no answer") : failure);
    } else {
      write(response);
    }
  }

  private void failed(HttpExchange exchange, Throwable failure) {
    LOGGER.error("handling {} {} failed", exchange.method(), exchange.path(), failure);
    write(handler.refuse(exchange, 500, "internal error"));
  }

  private void refuse(HttpExchange exchange, int status, String message) {
    keepAlive &= bodyComplete;
    write(handler.refuse(exchange, status, message));
  }

  private void malformed(Throwable cause) {
    HttpResponseStatus status =
        cause instanceof TooLongHttpLineException
            ? HttpResponseStatus.REQUEST_URI_TOO_LONG
            : cause instanceof TooLongHttpHeaderException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    if (phase == Phase.HANDLING || phase == Phase.WRITING || phase == Phase.LINGERING) {
      context().close();
      return;
    }
    keepAlive = false;
    bodyComplete = true;
    write(
        new HttpResponse(
            status.code(),
            Map.of("content-type", List.of("text/plain; charset=utf-8")),
            status.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  private void write(HttpResponse response) {
    releaseBody();
    if (!context().channel().isActive()) {
      return;
    }
    phase = Phase.WRITING;
    deadline().set(settings.timeouts().write());
    keepAlive &= !draining;
    FullHttpResponse message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            Unpooled.wrappedBuffer(response.body()));
    settings.responseHeaders().forEach((name, value) -> message.headers().set(name, value));
    response.headers().forEach((name, values) -> message.headers().set(name, values));
    boolean bodiless = response.status() == 204 || response.status() == 304;
    if (!bodiless) {
      message.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
    }
    if (!keepAlive) {
      message.headers().set(HttpHeaderNames.CONNECTION, "close");
    }
    context().writeAndFlush(message).addListener((ChannelFutureListener) this::written);
  }

  private void written(ChannelFuture write) {
    if (!write.isSuccess() || (bodyComplete && (!keepAlive || draining))) {
      context().close();
      return;
    }
    if (bodyComplete) {
      phase = Phase.HEAD;
      deadline().set(firstOf(settings.timeouts().idle(), settings.timeouts().read()));
    } else {
      phase = Phase.LINGERING;
      deadline().set(LINGER);
    }
    pump();
    readOn();
  }

  private void late() {
    if (phase == Phase.HANDLING) {
      LOGGER.debug(
          "no answer for {} within the write time-out", RequestHead.peer(context().channel()));
    }
    if (phase == Phase.BODY) {
      releaseBody();
    }
    context().close();
  }

  private void releaseBody() {
    if (body != null) {
      body.release();
      body = null;
    }
    head = null;
  }

  private static Duration firstOf(Duration preferred, Duration other) {
    return preferred.isZero() ? other : preferred;
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("not in a pipeline yet");
    }
    return context;
  }

  private Deadline deadline() {
    if (deadline == null) {
      throw new IllegalStateException("not in a pipeline yet");
    }
    return deadline;
  }
}
