package dev.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server: over a proxy or directly, with TLS or without.
 *
 * @param proxy null to go directly
 * @param ssl null where nobody on the way speaks TLS
 * @param serverName the name to ask for and to check
 * @param offersHttp2 whether the server may choose HTTP/2
 */
record Way(
    Origin origin,
    @Nullable ProxyServer proxy,
    @Nullable SslContext ssl,
    String serverName,
    boolean offersHttp2) {
  private static final String[] PROTOCOLS = {Ready.HTTP2, "http/1.1"};

  /** Adds the handlers of HTTP to a connection that leads to the server. */
  interface Installer {
    void install(Channel channel, boolean isHttp2);
  }

  /** Whether the proxy is asked for a tunnel, instead of for pages. */
  boolean tunnels() {
    return proxy != null && (origin.tls() || proxy.kind() == ProxyServer.Kind.SOCKS5);
  }

  /** What to connect to, where {@code hop} is the first address on the way. */
  InetSocketAddress target(InetSocketAddress hop) {
    return tunnels() ? InetSocketAddress.createUnresolved(origin.host(), origin.port()) : hop;
  }

  /** Prepares a connection; {@code ready} completes once the installer has been called. */
  void prepare(
      Channel channel,
      InetSocketAddress hop,
      Installer installer,
      CompletableFuture<Channel> ready) {
    ChannelPipeline pipeline = channel.pipeline();
    if (proxy != null && proxy.kind() == ProxyServer.Kind.HTTPS && ssl != null) {
      pipeline.addLast(ssl.newHandler(channel.alloc(), proxy.host(), proxy.port()));
    }
    if (proxy != null && tunnels()) {
      pipeline.addLast(tunnel(proxy, hop));
    }
    SslHandler tls = null;
    if (origin.tls() && ssl != null) {
      tls = ssl.newHandler(channel.alloc(), serverName, origin.port());
      if (offersHttp2) {
        offer(tls.engine());
      }
      pipeline.addLast(tls);
    }
    pipeline.addLast(new Ready(this, tls, installer, ready));
  }

  private static ProxyHandler tunnel(ProxyServer proxy, InetSocketAddress hop) {
    String user = proxy.user();
    if (proxy.kind() == ProxyServer.Kind.SOCKS5) {
      return user == null
          ? new Socks5ProxyHandler(hop)
          : new Socks5ProxyHandler(hop, user, proxy.password().reveal());
    }
    return user == null
        ? new HttpProxyHandler(hop)
        : new HttpProxyHandler(hop, user, proxy.password().reveal());
  }

  // Of the engine, not of the context: that one is for proxies too, which speak HTTP/1.1.
  private static void offer(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(PROTOCOLS);
    engine.setSSLParameters(parameters);
  }

  /** For messages: the server, and the proxy where there is one. */
  @Override
  public String toString() {
    return proxy == null ? origin.toString() : proxy + " for " + origin;
  }
}
