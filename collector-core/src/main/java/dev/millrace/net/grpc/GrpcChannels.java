package dev.millrace.net.grpc;

import dev.millrace.net.EventLoops;
import dev.millrace.net.Transport;
import dev.millrace.net.compression.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes grpc-java channels on our event loops. */
final class GrpcChannels {
  /** Answers are small; a fixed window also saves the pings that measure for a larger one. */
  private static final int WINDOW_BYTES = 64 * 1024;

  private static final String UNIX = "unix:";

  /** As grpc-go calls whoever is behind a unix socket. */
  private static final String UNIX_AUTHORITY = "localhost";

  private GrpcChannels() {}

  static ManagedChannel open(
      EventExecutor executor,
      GrpcClientSettings settings,
      @Nullable SslContext ssl,
      Compressor compressor) {
    EventLoopGroup group = EventLoops.group(executor);
    // A registry of its own: the default one is the whole process's.
    CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(new CompressorCodec(compressor));
    NettyChannelBuilder builder =
        builder(Transport.of(group), settings)
            .eventLoopGroup(group)
            .withOption(ChannelOption.ALLOCATOR, ByteBufAllocator.DEFAULT)
            .directExecutor()
            .offloadExecutor(settings.blocking())
            .flowControlWindow(WINDOW_BYTES)
            .disableServiceConfigLookUp()
            .disableRetry()
            .userAgent(settings.userAgent())
            .compressorRegistry(compressors);
    if (ssl == null) {
      builder.usePlaintext();
    } else {
      builder.sslContext(ssl);
    }
    if (settings.authority() != null) {
      builder.overrideAuthority(settings.authority());
    }
    GrpcClientSettings.KeepAlive keepAlive = settings.keepAlive();
    if (keepAlive != null) {
      builder
          .keepAliveTime(keepAlive.time().toNanos(), TimeUnit.NANOSECONDS)
          .keepAliveTimeout(keepAlive.timeout().toNanos(), TimeUnit.NANOSECONDS)
          .keepAliveWithoutCalls(keepAlive.withoutCalls());
    }
    return builder.build();
  }

  private static NettyChannelBuilder builder(Transport transport, GrpcClientSettings settings) {
    String endpoint = settings.endpoint();
    if (endpoint.startsWith(UNIX)) {
      SocketAddress address = transport.unixAddress(endpoint.substring(UNIX.length()));
      NettyChannelBuilder builder =
          NettyChannelBuilder.forAddress(address)
              .channelType(transport.unixClient(), address.getClass());
      return settings.authority() == null ? builder.overrideAuthority(UNIX_AUTHORITY) : builder;
    }
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(target(endpoint)).channelType(transport.client());
    return builder
        .defaultLoadBalancingPolicy(settings.balancer())
        .proxyDetector(new ProxyRoutes(settings.proxies()));
  }

  /** As a URI, since {@code name:port} alone could be taken for a scheme. */
  private static String target(String endpoint) {
    try {
      return new URI("dns", "", "/" + endpoint, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("invalid endpoint \"" + endpoint + "\"", e);
    }
  }
}
