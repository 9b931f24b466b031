package dev.millrace.net;

import dev.millrace.net.tls.ClientTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections: resolves the name on the blocking executor (the JVM's resolver, so that {@code
 * /etc/hosts} and search domains hold), then tries the addresses in turn. Safe for any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the callbacks end the attempt
final class Dialer {
  private static final int MAX_ADDRESSES = 4;

  private final Bootstrap bootstrap;
  private final Executor blocking;
  private final ClientTls tls;
  private final Proxies proxies;
  private final boolean offersHttp2;

  Dialer(EventLoopGroup group, HttpClientSettings settings) {
    this.blocking = settings.blocking();
    this.tls = settings.tls() == null ? ClientTls.system(blocking) : settings.tls();
    this.proxies = settings.proxies();
    this.offersHttp2 = settings.http2() != null && settings.keepAlive();
    this.bootstrap =
        new Bootstrap()
            .group(group)
            .channel(Transport.of(group).client())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(settings.connectTimeout().toMillis()))
            .disableResolver();
  }

  /** The proxy on the way to a server, null when there is none. */
  @Nullable ProxyServer proxy(Origin origin) {
    return proxies.proxyFor(origin.tls(), origin.host(), origin.port());
  }

  /** Connects; {@code installer} adds what speaks HTTP when the connection leads to the server. */
  CompletableFuture<Channel> dial(Origin origin, Way.Installer installer) {
    ProxyServer proxy = proxy(origin);
    boolean needsTls = origin.tls() || (proxy != null && proxy.kind() == ProxyServer.Kind.HTTPS);
    String name = tls.serverName() == null ? origin.host() : tls.serverName();
    return context(needsTls)
        .thenCombine(
            proxy == null ? resolve(origin.host()) : resolve(proxy, origin),
            (ssl, addresses) ->
                new Attempt(new Way(origin, proxy, ssl, name, offersHttp2), installer, addresses))
        .thenCompose(Attempt::run);
  }

  private CompletableFuture<@Nullable SslContext> context(boolean needsTls) {
    CompletableFuture<@Nullable SslContext> context = new CompletableFuture<>();
    if (!needsTls) {
      context.complete(null);
      return context;
    }
    tls.context()
        .whenComplete((loaded, failure) -> {
          if (failure != null) {
            context.completeExceptionally(failure);
          } else {
            context.complete(loaded);
          }
        });
    return context;
  }

  private CompletableFuture<InetAddress[]> resolve(ProxyServer proxy, Origin origin) {
    return resolve(proxy.host())
        .handle((addresses, failure) -> {
          if (failure != null) {
            // By its own name: it is not the server that nobody knows.
            throw new CompletionException(TransportFailure.of(failure, proxy + " for " + origin));
          }
          return addresses;
        });
  }

  private CompletableFuture<InetAddress[]> resolve(String host) {
    CompletableFuture<InetAddress[]> resolved = new CompletableFuture<>();
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      // Nothing is asked of anybody for a literal address.
      lookUp(host, resolved);
      return resolved;
    }
    try {
      blocking.execute(() -> lookUp(host, resolved));
    } catch (RejectedExecutionException e) {
      resolved.completeExceptionally(
          new IOException("cannot resolve " + host + ": too much blocking work waits", e));
    }
    return resolved;
  }

  private static void lookUp(String host, CompletableFuture<InetAddress[]> resolved) {
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      for (int i = 0; i < addresses.length; i++) {
        addresses[i] = addresses[i].isAnyLocalAddress() ? loopback(addresses[i]) : addresses[i];
      }
      resolved.complete(addresses);
    } catch (UnknownHostException e) {
      resolved.completeExceptionally(e);
    }
  }

  /** {@code 0.0.0.0} and {@code ::} mean this machine, as in Go: nobody listens there as such. */
  private static InetAddress loopback(InetAddress unspecified) throws UnknownHostException {
    return InetAddress.getByName(unspecified instanceof Inet4Address ? "127.0.0.1" : "::1");
  }

  /** Tries addresses one after the other until one answers. */
  private final class Attempt {
    private final Way way;
    private final Way.Installer installer;
    private final InetAddress[] addresses;
    private final CompletableFuture<Channel> ready = new CompletableFuture<>();

    Attempt(Way way, Way.Installer installer, InetAddress[] addresses) {
      this.way = way;
      this.installer = installer;
      this.addresses = addresses;
    }

    CompletableFuture<Channel> run() {
      connect(0);
      return ready;
    }

    private void connect(int index) {
      ProxyServer proxy = way.proxy();
      int port = proxy == null ? way.origin().port() : proxy.port();
      InetSocketAddress hop = new InetSocketAddress(addresses[index], port);
      bootstrap
          .clone()
          .handler(initializer(hop))
          .connect(way.target(hop))
          .addListener(done -> {
            if (done.isSuccess()) {
              return; // the pipeline tells when it is ready
            }
            if (index + 1 < Math.min(addresses.length, MAX_ADDRESSES)) {
              connect(index + 1);
            } else {
              ready.completeExceptionally(TransportFailure.of(done.cause(), way.toString()));
            }
          });
    }

    private ChannelHandler initializer(InetSocketAddress hop) {
      return new ChannelInitializer<>() {
        @Override
        protected void initChannel(Channel channel) {
          way.prepare(channel, hop, installer, ready);
        }
      };
    }
  }
}
