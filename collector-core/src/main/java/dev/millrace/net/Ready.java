package dev.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Waits at the end of a new connection's pipeline until it leads to the server, proxy and TLS
 * included, then gives its place to HTTP: at that very moment, for a server may speak first.
 *
 * <p>Threading: the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
final class Ready extends ChannelInboundHandlerAdapter {
  static final String HTTP2 = "h2";

  private final Way way;
  private final @Nullable SslHandler tls;
  private final Way.Installer installer;
  private final CompletableFuture<Channel> ready;

  Ready(
      Way way,
      @Nullable SslHandler tls,
      Way.Installer installer,
      CompletableFuture<Channel> ready) {
    this.way = way;
    this.tls = tls;
    this.installer = installer;
    this.ready = ready;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (tls == null && !way.tunnels() && !isTlsToTheProxy()) {
      install(ctx, false);
    }
    ctx.fireChannelActive();
  }

  private boolean isTlsToTheProxy() {
    return way.proxy() != null && way.proxy().kind() == ProxyServer.Kind.HTTPS;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ProxyConnectionEvent && tls == null) {
      install(ctx, false);
    } else if (event instanceof SslHandshakeCompletionEvent handshake) {
      shaken(ctx, handshake);
    }
    ctx.fireUserEventTriggered(event);
  }

  private void shaken(ChannelHandlerContext ctx, SslHandshakeCompletionEvent handshake) {
    if (!handshake.isSuccess()) {
      fail(ctx, handshake.cause());
    } else if (tls == null) {
      // It was the one with a proxy; a tunnel behind it is still to come.
      if (!way.tunnels()) {
        install(ctx, false);
      }
    } else if (tls.handshakeFuture().isSuccess()) {
      install(ctx, HTTP2.equals(tls.engine().getApplicationProtocol()));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, new IOException("connection closed while connecting: " + way));
  }

  private void install(ChannelHandlerContext ctx, boolean isHttp2) {
    installer.install(ctx.channel(), isHttp2);
    ctx.pipeline().remove(this);
    if (!ready.complete(ctx.channel())) {
      ctx.close();
    }
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    ready.completeExceptionally(TransportFailure.of(cause, way.toString()));
    ctx.close();
  }
}
