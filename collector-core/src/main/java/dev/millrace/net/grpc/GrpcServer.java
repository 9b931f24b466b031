package dev.millrace.net.grpc;

import dev.millrace.component.StartException;
import dev.millrace.net.Admission;
import dev.millrace.net.ByteBudget;
import dev.millrace.net.ConnectionLimit;
import dev.millrace.net.EventLoops;
import dev.millrace.net.Listening;
import dev.millrace.net.grpc.GrpcServerSettings.KeepAlive;
import dev.millrace.net.grpc.GrpcServerSettings.Limits;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Serves unary gRPC calls of raw bytes on the collector's event loops.
 *
 * <p>Threading: a connection lives on one event loop, where its calls are handled. All methods may
 * be called from any thread. Bounds: {@link Limits}, and what the messages of all calls together
 * may hold until they are answered.
 */
public final class GrpcServer {
  static final Attributes.Key<String> PEER = Attributes.Key.create("millrace-peer");

  // Small, so that many stalled streams hold little; large enough for a fast local network.
  private static final int WINDOW_BYTES = 256 * 1024;
  private static final int MAX_METADATA_BYTES = 64 * 1024;
  private static final int BACKLOG = 1024;
  private static final int HANDSHAKE_SECONDS = 20;
  // https://nvd.nist.gov/vuln/detail/CVE-2023-44487, rapid reset
  private static final int MAX_RESETS = 2000;
  private static final int RESET_WINDOW_SECONDS = 10;
  private static final Duration LAST_WAIT = Duration.ofSeconds(1);

  private final Server server;
  private final GrpcServerSettings settings;
  private final Future<?> watch;

  private GrpcServer(Server server, GrpcServerSettings settings, Future<?> watch) {
    this.server = server;
    this.settings = settings;
    this.watch = watch;
  }

  /**
   * Starts to listen, on all event loops of the group that {@code executor} belongs to. Fails with
   * a {@link StartException}.
   */
  public static CompletionStage<GrpcServer> start(
      EventExecutor executor,
      GrpcServerSettings settings,
      ByteBudget budget,
      Map<MethodDescriptor<RawMessage, RawMessage>, GrpcHandler> methods) {
    return start(executor, settings, budget, Admission.open(), methods);
  }

  /** The same, where not everybody may come in. */
  public static CompletionStage<GrpcServer> start(
      EventExecutor executor,
      GrpcServerSettings settings,
      ByteBudget budget,
      Admission admission,
      Map<MethodDescriptor<RawMessage, RawMessage>, GrpcHandler> methods) {
    IncomingCalls incoming = new IncomingCalls(budget);
    UnaryCalls.Shared shared =
        new UnaryCalls.Shared(
            admission, incoming, new AtomicInteger(), settings.limits().maxCalls());
    EventLoopGroup group = EventLoops.group(executor);
    CompletionStage<@Nullable SslContext> ssl =
        settings.tls() == null
            ? CompletableFuture.completedFuture(null)
            : settings.tls().grpcContext(executor).thenApply(context -> context);
    return ssl.thenCombine(
            Listening.resolve(settings.endpoint(), group, settings.blocking()),
            (context, address) -> {
              NettyServerBuilder builder = builder(group, address, settings);
              if (context != null) {
                builder.sslContext(context);
              }
              methods.forEach((method, handler) -> register(builder, method, handler, shared));
              builder.addStreamTracerFactory(CallBytes.factory(budget));
              return new GrpcServer(builder.build(), settings, incoming.watch(executor)).listen();
            })
        .thenCompose(listening -> listening)
        .whenComplete((server, failure) -> {
          if (failure != null) {
            closeTls(settings);
          }
        });
  }

  private static void closeTls(GrpcServerSettings settings) {
    if (settings.tls() != null) {
      settings.tls().close();
    }
  }

  private static NettyServerBuilder builder(
      EventLoopGroup group, SocketAddress address, GrpcServerSettings settings) {
    Limits limits = settings.limits();
    KeepAlive keepAlive = settings.keepAlive();
    NettyServerBuilder builder = NettyServerBuilder.forAddress(address);
    if (settings.endpoint().isUnix()) {
      // grpc-java sets it for all, and Netty would warn at each connection.
      builder.withChildOption(ChannelOption.SO_KEEPALIVE, null);
    } else {
      builder.withOption(ChannelOption.SO_REUSEADDR, true);
    }
    return builder
        .bossEventLoopGroup(group)
        .workerEventLoopGroup(group)
        .channelFactory(
            ConnectionLimit.on(
                Listening.channelType(settings.endpoint(), group),
                limits.maxConnections(),
                settings.endpoint()))
        .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
        .directExecutor()
        .decompressorRegistry(ZstdCodec.registry())
        // One allocator for the process instead of grpc-java's own beside it.
        .withChildOption(ChannelOption.ALLOCATOR, ByteBufAllocator.DEFAULT)
        .withOption(ChannelOption.SO_BACKLOG, BACKLOG)
        .flowControlWindow(WINDOW_BYTES)
        .maxInboundMessageSize(limits.maxMessageBytes())
        .maxInboundMetadataSize(MAX_METADATA_BYTES)
        .maxConcurrentCallsPerConnection(limits.maxStreamsPerConnection())
        .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
        .maxConnectionIdle(keepAlive.maxConnectionIdle().toNanos(), TimeUnit.NANOSECONDS)
        .maxConnectionAge(keepAlive.maxConnectionAge().toNanos(), TimeUnit.NANOSECONDS)
        .maxConnectionAgeGrace(keepAlive.maxConnectionAgeGrace().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTime(keepAlive.time().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(keepAlive.timeout().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveTime(keepAlive.minTime().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveWithoutCalls(keepAlive.permitWithoutStream())
        .addTransportFilter(new PeerFilter());
  }

  private static void register(
      NettyServerBuilder builder,
      MethodDescriptor<RawMessage, RawMessage> method,
      GrpcHandler handler,
      UnaryCalls.Shared shared) {
    builder.addService(
        ServerServiceDefinition.builder(String.valueOf(method.getServiceName()))
            .addMethod(method, new UnaryCalls(handler, shared))
            .build());
  }

  // grpc-java waits until the port is bound.
  private CompletionStage<GrpcServer> listen() {
    CompletableFuture<GrpcServer> listening = new CompletableFuture<>();
    try {
      settings
          .blocking()
          .execute(() -> {
            try {
              server.start();
              listening.complete(this);
            } catch (IOException | RuntimeException e) {
              watch.cancel(false);
              listening.completeExceptionally(Listening.failure(settings.endpoint(), e));
            }
          });
    } catch (RejectedExecutionException e) {
      watch.cancel(false);
      listening.completeExceptionally(Listening.failure(settings.endpoint(), e));
    }
    return listening;
  }

  /** Where it listens, with the port that the system chose for port 0. */
  public InetSocketAddress address() {
    for (SocketAddress address : server.getListenSockets()) {
      if (address instanceof InetSocketAddress inet) {
        return inet;
      }
    }
    throw new IllegalStateException("the server does not listen");
  }

  /** The same for people: an address and a port, or the path of a unix socket. */
  public String place() {
    List<? extends SocketAddress> bound = server.getListenSockets();
    return Listening.text(settings.endpoint(), bound.isEmpty() ? null : bound.get(0));
  }

  /**
   * Takes no more calls, answers those under way, and closes what is left when {@code grace} is
   * over.
   */
  public CompletionStage<Void> stop(Duration grace) {
    closeTls(settings);
    server.shutdown();
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    try {
      settings.blocking().execute(() -> await(grace, stopped));
    } catch (RejectedExecutionException e) {
      server.shutdownNow();
      watch.cancel(false);
      stopped.complete(null);
    }
    return stopped;
  }

  private void await(Duration grace, CompletableFuture<Void> stopped) {
    try {
      if (!server.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        server.shutdownNow();
        server.awaitTermination(LAST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    }
    watch.cancel(false);
    stopped.complete(null);
  }

  /** Notes a connection's peer once, for all its calls. */
  private static final class PeerFilter extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      String peer =
          Listening.peer(
              attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
              attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
      return attributes.toBuilder().set(PEER, peer).build();
    }
  }
}
