package dev.millrace.net;

import dev.millrace.component.StartException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves HTTP/1.1: keep-alive, {@code 100-continue}, answers in the order of pipelined requests,
 * compressed bodies; everything bounded by {@link HttpServerSettings}.
 *
 * <p>Threading: a connection lives on one event loop, where the handler is called; one request of a
 * connection is handled at a time. All methods may be called from any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners end the futures that callers hold
public final class HttpServer {
  private static final Logger LOGGER = LoggerFactory.getLogger(HttpServer.class);
  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int BACKLOG = 1024;

  private final EventLoopGroup group;
  private final HttpServerSettings settings;
  private final HttpHandler handler;
  private final Admission admission;
  private final @Nullable SslContext ssl;
  private final ChannelGroup connections =
      new DefaultChannelGroup("http connections", GlobalEventExecutor.INSTANCE);
  private final OncePerMinute warnings = new OncePerMinute();
  private final OncePerMinute handshakeWarnings = new OncePerMinute();
  private volatile @Nullable Channel listener;
  private volatile boolean stopping;

  private HttpServer(
      EventLoopGroup group,
      HttpServerSettings settings,
      HttpHandler handler,
      Admission admission,
      @Nullable SslContext ssl) {
    this.group = group;
    this.admission = admission;
    this.settings = settings;
    this.handler = handler;
    this.ssl = ssl;
  }

  /**
   * Starts to listen, on all event loops of the group that {@code executor} belongs to. Fails with
   * a {@link StartException}.
   */
  public static CompletionStage<HttpServer> start(
      EventExecutor executor, HttpServerSettings settings, HttpHandler handler) {
    return start(executor, settings, Admission.open(), handler);
  }

  /** The same, where not everybody may come in. */
  public static CompletionStage<HttpServer> start(
      EventExecutor executor,
      HttpServerSettings settings,
      Admission admission,
      HttpHandler handler) {
    EventLoopGroup group = EventLoops.group(executor);
    CompletionStage<@Nullable SslContext> ssl =
        settings.tls() == null
            ? CompletableFuture.completedFuture(null)
            : settings.tls().context(executor).thenApply(context -> context);
    return ssl.thenCombine(
            Listening.resolve(settings.endpoint(), group, settings.blocking()),
            (context, address) ->
                new HttpServer(group, settings, handler, admission, context).listen(address))
        .thenCompose(listening -> listening)
        .whenComplete((server, failure) -> {
          if (failure != null) {
            closeTls(settings);
          }
        });
  }

  private static void closeTls(HttpServerSettings settings) {
    if (settings.tls() != null) {
      settings.tls().close();
    }
  }

  /** Where it listens, with the port that the system chose for port 0. */
  public InetSocketAddress address() {
    Channel channel = listener;
    if (channel == null || !(channel.localAddress() instanceof InetSocketAddress address)) {
      throw new IllegalStateException("the server does not listen");
    }
    return address;
  }

  /** The same for people: an address and a port, or the path of a unix socket. */
  public String place() {
    Channel channel = listener;
    return Listening.text(settings.endpoint(), channel == null ? null : channel.localAddress());
  }

  /**
   * Accepts no more, closes idle connections, answers what has been received, and closes what is
   * left when {@code grace} is over.
   */
  public CompletionStage<Void> stop(Duration grace) {
    stopping = true;
    closeTls(settings);
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    Channel channel = listener;
    if (channel == null) {
      stopped.complete(null);
      return stopped;
    }
    drain(); // whoever is answered from here on is told that this was the last answer
    channel
        .close()
        .addListener(closed -> {
          drain(); // those that came meanwhile
          connections.newCloseFuture().addListener(all -> stopped.complete(null));
          group.next().schedule(() -> connections.close(), grace.toNanos(), TimeUnit.NANOSECONDS);
        });
    return stopped;
  }

  private void drain() {
    connections.forEach(connection -> {
      ServerConnection handling = connection.pipeline().get(ServerConnection.class);
      if (handling == null) {
        connection.close();
      } else {
        connection.eventLoop().execute(handling::drain);
      }
    });
  }

  private CompletionStage<HttpServer> listen(SocketAddress address) {
    CompletableFuture<HttpServer> listening = new CompletableFuture<>();
    ServerBootstrap bootstrap = new ServerBootstrap();
    if (!settings.endpoint().isUnix()) {
      bootstrap
          .option(ChannelOption.SO_REUSEADDR, true)
          .childOption(ChannelOption.TCP_NODELAY, true);
    }
    ChannelFuture bound =
        bootstrap
            .group(group)
            .channel(Listening.channelType(settings.endpoint(), group))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                })
            .bind(address);
    bound.addListener(done -> {
      if (done.isSuccess()) {
        listener = bound.channel();
        listening.complete(this);
      } else {
        listening.completeExceptionally(Listening.failure(settings.endpoint(), done.cause()));
      }
    });
    return listening;
  }

  private void accept(Channel channel) {
    if (stopping || connections.size() >= settings.limits().maxConnections()) {
      if (!stopping) {
        warnOfTooMany();
      }
      channel.close();
      return;
    }
    connections.add(channel);
    if (ssl != null) {
      SslHandler handshaking = ssl.newHandler(channel.alloc());
      handshaking.handshakeFuture().addListener(done -> warnOfHandshake(channel, done.cause()));
      channel.pipeline().addLast(handshaking);
    }
    HttpDecoderConfig config =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(config),
            new ServerConnection(settings, handler, admission, () -> stopping));
    if (stopping) {
      channel.close();
    }
  }

  // Who only looks whether the port is open is no news.
  private void warnOfHandshake(Channel channel, @Nullable Throwable failure) {
    if (failure instanceof SSLException && channel.isActive()) {
      handshakeWarnings.run(left ->
          LOGGER.warn(
              "TLS handshake with {} failed: {} (and {} others since the last such line)",
              RequestHead.peer(channel),
              failure.getMessage(),
              left));
    }
  }

  private void warnOfTooMany() {
    warnings.run(left ->
        LOGGER.warn(
            "{} connections to {} are open, the most that are allowed: new ones are closed; look for"
                + " clients that do not reuse theirs",
            settings.limits().maxConnections(),
            settings.endpoint()));
  }
}
