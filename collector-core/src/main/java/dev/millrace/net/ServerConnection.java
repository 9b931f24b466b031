package dev.millrace.net;

import dev.millrace.data.Packed;
import dev.millrace.net.Refusal.Reason;
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
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
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
  // The same after a head that nobody can read: who knows where its body ends. Go waits as long.
  private static final Duration LINGER_UNREADABLE = Duration.ofMillis(500);
  // Up to here that is cheaper than a new connection, which is kept then.
  private static final long SMALL_BODY_BYTES = 256 * 1024;
  private static final Duration BUSY_DELAY = Duration.ofSeconds(1);
  // How long a body may pause where others lack the room that it takes.
  private static final Duration SHORT_PAUSE = Duration.ofSeconds(5);

  private static final Duration NEVER = Duration.ofDays(365 * 100);

  private enum Phase {
    HEAD,
    ADMISSION,
    BODY,
    HANDLING,
    WRITING,
    LINGERING
  }

  private final HttpServerSettings settings;
  private final HttpHandler handler;
  private final Admission admission;
  private final BooleanSupplier stopping;

  private @Nullable ChannelHandlerContext context;
  private @Nullable Deadline deadline;
  private final Deque<Object> waiting = new ArrayDeque<>();
  private boolean pumping;
  private Phase phase = Phase.HEAD;
  private @Nullable HttpExchange head;
  private @Nullable RequestBody body;
  private boolean keepAlive;
  private boolean bodyComplete;
  private boolean unreadable;
  private boolean bodyIsSmall;
  private boolean expectsContinue;
  private long declaredBytes;
  private boolean draining;
  private long headNanos;
  private long lastNanos;

  /**
   * Takes a connection on.
   *
   * @param stopping whether the server stops, which is known before {@link #drain} is called
   */
  ServerConnection(
      HttpServerSettings settings,
      HttpHandler handler,
      Admission admission,
      BooleanSupplier stopping) {
    this.settings = settings;
    this.handler = handler;
    this.admission = admission;
    this.stopping = stopping;
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
    phase = Phase.ADMISSION;
    bodyComplete = false;
    headNanos = System.nanoTime();
    keepAlive = HttpUtil.isKeepAlive(request) && settings.keepAlive();
    declaredBytes = HttpUtil.getContentLength(request, -1L);
    expectsContinue = HttpUtil.is100ContinueExpected(request);
    bodyIsSmall = declaredBytes <= SMALL_BODY_BYTES && !HttpUtil.isTransferEncodingChunked(request);
    HttpExchange exchange;
    try {
      exchange = RequestHead.read(request, context().channel());
    } catch (IllegalArgumentException e) {
      malformed(e);
      return;
    }
    head = exchange;
    if (admission.isOpen() || handler.isForEverybody(exchange)) {
      prepare(exchange);
    } else {
      awaitBody();
      admission
          .ask(
              () -> RequestHead.withParams(exchange, admission.requestParams()),
              exchange.peerAddress())
          .whenComplete((answer, impossible) -> onLoop(() -> admitted(exchange, answer)));
    }
  }

  private void admitted(HttpExchange exchange, Admission.Answer answer) {
    if (phase != Phase.ADMISSION || !context().channel().isActive()) {
      return;
    }
    Refusal refusal = answer.refusal();
    if (refusal == null) {
      HttpExchange known = exchange.withAuth(answer.auth());
      head = known;
      prepare(known);
    } else {
      refuse(exchange, refusal);
    }
    if (!pumping) {
      pump();
      readOn();
    }
  }

  private void prepare(HttpExchange exchange) {
    phase = Phase.BODY;
    if (declaredBytes > settings.limits().maxBodyBytes()) {
      refuse(exchange, tooLarge());
      return;
    }
    String name = RequestHead.codingName(exchange);
    Coding coding = Coding.named(name);
    if (!settings.takes(name)) {
      refuse(exchange, Refusal.of(Reason.MALFORMED, "unsupported Content-Encoding: " + name));
      return;
    }
    body =
        new RequestBody(
            settings.limits().maxBodyBytes(),
            settings.budget(),
            declaredBytes,
            coding,
            handler.keepsCompressed(exchange) ? Packed.codingOf(name) : null);
    if (expectsContinue) {
      expectsContinue = false;
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
      ranOut();
    }
    HttpExchange exchange = head;
    RequestBody gathered = body;
    if (phase != Phase.BODY || exchange == null || gathered == null) {
      return;
    }
    try {
      gathered.write(content.content());
      if (last) {
        byte[] whole = gathered.finish();
        handle(exchange.withBody(whole, gathered.packed()));
      } else {
        awaitBody();
      }
    } catch (BodyTooLargeException e) {
      refuse(exchange, tooLarge());
    } catch (BudgetExceededException e) {
      refuse(exchange, Refusal.busy(String.valueOf(e.getMessage()), BUSY_DELAY));
    } catch (IOException e) {
      refuse(exchange, Refusal.of(Reason.MALFORMED, String.valueOf(e.getMessage())));
    } catch (Exception e) {
      LOGGER.warn("reading a request of {} failed", exchange.peerAddress(), e);
      refuse(exchange, internal());
    }
  }

  private void awaitBody() {
    lastNanos = System.nanoTime();
    deadline().set(min(SHORT_PAUSE, timeLeft()));
  }

  /** How long the rest of the body may take, or its next piece; not positive when it is late. */
  private Duration timeLeft() {
    Duration whole = settings.timeouts().read();
    Duration pause = settings.timeouts().readHeader();
    boolean isWhole = !whole.isZero() && !whole.isNegative();
    Duration limit = isWhole ? whole : pause.isZero() ? NEVER : pause;
    return limit.minusNanos(System.nanoTime() - (isWhole ? headNanos : lastNanos));
  }

  private static Duration min(Duration one, Duration other) {
    Duration less = one.compareTo(other) < 0 ? one : other;
    return less.compareTo(Duration.ofNanos(1)) < 0 ? Duration.ofNanos(1) : less;
  }

  private void handle(HttpExchange exchange) {
    phase = Phase.HANDLING;
    deadline().set(settings.timeouts().write());
    CompletionStage<HttpResponse> answer;
    try {
      answer = handler.handle(exchange);
    } catch (RuntimeException e) {
      failed(exchange, e);
      return;
    }
    answer.whenComplete((response, failure) -> onLoop(() -> answered(exchange, response, failure)));
  }

  private void onLoop(Runnable task) {
    if (context().executor().inEventLoop()) {
      task.run();
    } else {
      context().executor().execute(task);
    }
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
    write(handler.refuse(exchange, internal()));
  }

  private void refuse(HttpExchange exchange, Refusal why) {
    admission.count(why);
    keepAlive &= bodyComplete || (bodyIsSmall && !expectsContinue);
    write(handler.refuse(exchange, why));
  }

  private static Refusal tooLarge() {
    return Refusal.of(Reason.TOO_LARGE, "http: request body too large");
  }

  private static Refusal internal() {
    return Refusal.of(Reason.INTERNAL, "internal error");
  }

  private void malformed(Throwable cause) {
    if (phase == Phase.HANDLING || phase == Phase.WRITING || phase == Phase.LINGERING) {
      context().close();
      return;
    }
    keepAlive = false;
    bodyComplete = false;
    unreadable = true;
    write(ResponseMessage.toUnreadable(cause));
  }

  private void write(HttpResponse response) {
    releaseBody();
    if (!context().channel().isActive()) {
      return;
    }
    phase = Phase.WRITING;
    deadline().set(settings.timeouts().write());
    keepAlive &= !draining && !stopping.getAsBoolean();
    FullHttpResponse message = ResponseMessage.of(response, settings.responseHeaders(), keepAlive);
    context().writeAndFlush(message).addListener((ChannelFutureListener) this::written);
  }

  private void written(ChannelFuture write) {
    if (!write.isSuccess() || (bodyComplete && (!keepAlive || draining))) {
      context().close();
      return;
    }
    if (bodyComplete) {
      awaitHead();
    } else {
      phase = Phase.LINGERING;
      deadline().set(unreadable ? LINGER_UNREADABLE : LINGER);
    }
    pump();
    readOn();
  }

  private void awaitHead() {
    phase = Phase.HEAD;
    deadline().set(firstOf(settings.timeouts().idle(), settings.timeouts().read()));
  }

  /** The body of a refused request is over. */
  private void ranOut() {
    if (keepAlive && !draining) {
      awaitHead();
    } else {
      context().close();
    }
  }

  private void late() {
    if (phase == Phase.HANDLING) {
      LOGGER.debug(
          "no answer for {} within the write time-out", RequestHead.peer(context().channel()));
    }
    if (phase == Phase.ADMISSION || phase == Phase.BODY) {
      lateBody();
      return;
    }
    context().close();
  }

  private void lateBody() {
    Duration left = timeLeft();
    HttpExchange exchange = head;
    if (left.isZero() || left.isNegative()) {
      releaseBody();
      context().close();
    } else if (phase == Phase.BODY && exchange != null && settings.budget().isShort()) {
      refuse(exchange, Refusal.busy("the body did not come in time; retry later", BUSY_DELAY));
    } else {
      deadline().set(min(SHORT_PAUSE, left));
    }
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
