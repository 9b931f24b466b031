package dev.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 connection that the requests to one server share, each on a stream of its own.
 *
 * <p>Threading: all state belongs to the channel's event loop. Bounds: 10,000 requests wait for
 * streams beyond those that the server allows.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails reaches channelInactive or a listener
final class Http2Connection extends ChannelInboundHandlerAdapter {
  private static final int MAX_STREAMS = 10_000;
  private static final int MAX_HEADER_BYTES = 256 * 1024;

  /** Answers are small. */
  private static final int WINDOW_BYTES = 64 * 1024;

  private final Origin origin;
  private final ConnectionPool pool;
  private final Channel channel;
  private final Deadline idle;
  private int streams;
  private boolean used;
  private boolean counted;
  private boolean draining;

  private Http2Connection(Origin origin, ConnectionPool pool, Channel channel) {
    this.origin = origin;
    this.pool = pool;
    this.channel = channel;
    this.idle = new Deadline(channel.eventLoop(), this::startDraining);
  }

  /** Adds what speaks HTTP/2; on the channel's event loop. */
  static void install(Channel channel, Origin origin, ConnectionPool pool) {
    HttpClientSettings.Http2 watch = pool.settings().http2();
    if (watch != null && watch.readIdleTimeout().toNanos() > 0) {
      channel.pipeline().addLast(new Http2Pings(channel, watch));
    }
    channel
        .pipeline()
        .addLast(
            Http2FrameCodecBuilder.forClient()
                .initialSettings(
                    Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(WINDOW_BYTES)
                        .maxHeaderListSize(MAX_HEADER_BYTES))
                .encoderEnforceMaxConcurrentStreams(true)
                .gracefulShutdownTimeoutMillis(0)
                .build(),
            new Http2MultiplexHandler(new Pushed()),
            new Http2Connection(origin, pool, channel));
  }

  Origin origin() {
    return origin;
  }

  /** The pool counts this connection from now on. */
  void opened() {
    channel
        .eventLoop()
        .execute(() -> {
          counted = true;
          if (channel.isActive()) {
            rest();
          } else {
            leave();
          }
        });
  }

  /** Gives a stream to whoever wants one. */
  void open(CompletableFuture<ClientConnection> wanted) {
    channel.eventLoop().execute(() -> openHere(wanted));
  }

  /** Takes no further requests, and closes when the last has ended. */
  void drain() {
    channel.eventLoop().execute(this::startDraining);
  }

  private void openHere(CompletableFuture<ClientConnection> wanted) {
    if (draining || !channel.isActive()) {
      wanted.completeExceptionally(new StaleConnectionException(origin));
      return;
    }
    if (streams >= MAX_STREAMS) {
      wanted.completeExceptionally(
          new IOException("too many requests wait for a connection to " + origin));
      return;
    }
    ClientConnection exchange = ClientConnection.stream(origin, pool, used);
    streams++;
    used = true;
    idle.set(Duration.ZERO);
    new Http2StreamChannelBootstrap(channel)
        .handler(
            new ChannelInitializer<Http2StreamChannel>() {
              @Override
              protected void initChannel(Http2StreamChannel stream) {
                stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), exchange);
              }
            })
        .open()
        .addListener(done -> {
          if (!done.isSuccess()) {
            ended();
            wanted.completeExceptionally(new StaleConnectionException(origin));
            return;
          }
          Http2StreamChannel stream = (Http2StreamChannel) done.getNow();
          stream.closeFuture().addListener(closed -> ended());
          if (!wanted.complete(exchange)) {
            stream.close();
          }
        });
  }

  private void ended() {
    streams--;
    if (streams == 0 && draining) {
      channel.close();
    } else if (streams == 0) {
      rest();
    }
  }

  private void rest() {
    if (streams == 0) {
      idle.set(pool.settings().limits().idleTimeout());
    }
  }

  private void startDraining() {
    draining = true;
    pool.retire(this);
    if (streams == 0) {
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof Http2GoAwayFrame) {
        startDraining();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    draining = true;
    leave();
    ctx.fireChannelInactive();
  }

  private void leave() {
    idle.stop();
    if (counted) {
      counted = false;
      pool.retire(this);
      pool.closed(origin, null);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  /** Streams that the server begins; it was told not to. */
  private static final class Pushed extends ChannelInboundHandlerAdapter {
    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
      ctx.close();
    }
  }

  /** The connection was about to close; nothing was sent. */
  static final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException(@Nullable Origin origin) {
      super("connection closed: " + origin);
    }
  }
}
