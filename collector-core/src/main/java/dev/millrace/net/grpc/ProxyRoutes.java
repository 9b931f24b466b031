package dev.millrace.net.grpc;

import dev.millrace.net.Proxies;
import dev.millrace.net.ProxyServer;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ProxiedSocketAddress;
import io.grpc.ProxyDetector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Tells grpc-java which proxy leads to a server. Looks the proxy's name up: it is called where
 * names are resolved.
 */
final class ProxyRoutes implements ProxyDetector {
  private final Proxies proxies;

  ProxyRoutes(Proxies proxies) {
    this.proxies = proxies;
  }

  @Override
  public @Nullable ProxiedSocketAddress proxyFor(SocketAddress target) throws IOException {
    if (!(target instanceof InetSocketAddress server)) {
      return null;
    }
    // As in Go, HTTPS_PROXY counts, with TLS to the server or without.
    ProxyServer proxy = proxies.proxyFor(true, server.getHostString(), server.getPort());
    if (proxy == null) {
      return null;
    }
    if (proxy.kind() != ProxyServer.Kind.HTTP) {
      throw new IOException(
          "%s for %s is no http:// proxy (gRPC goes through no other)"
              .formatted(proxy, server.getHostString()));
    }
    return HttpConnectProxiedSocketAddress.newBuilder()
        .setProxyAddress(new InetSocketAddress(InetAddress.getByName(proxy.host()), proxy.port()))
        .setTargetAddress(server)
        .setUsername(proxy.user())
        .setPassword(proxy.user() == null ? null : proxy.password().reveal())
        .build();
  }
}
