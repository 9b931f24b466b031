package dev.millrace.net.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.data.Signal;
import dev.millrace.net.Proxies;
import dev.millrace.net.ProxyServer;
import dev.millrace.net.TestLoops;
import dev.millrace.net.TestProxy;
import dev.millrace.net.Transport;
import dev.millrace.net.compression.Compression;
import io.grpc.EquivalentAddressGroup;
import io.grpc.Metadata;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusOr;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a server: unix sockets, several addresses, proxies. */
class GrpcReachTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void call_reachesUnixSockets(@TempDir Path folder) throws Exception {
    String path = folder.resolve("s").toString();
    Transport transport = Transport.of(LOOPS.get().io());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(transport.unixAddress(path))
            .bossEventLoopGroup(LOOPS.get().io())
            .workerEventLoopGroup(LOOPS.get().io())
            .channelType(
                transport == Transport.EPOLL
                    ? EpollServerDomainSocketChannel.class
                    : NioServerDomainSocketChannel.class);
    serve(builder, "unix");

    assertThat(call(client("unix:" + path, "pick_first", Proxies.NONE))).hasSize(3);

    assertThat(seen).containsExactly("unix localhost");
  }

  @Test
  void call_goesToAllAddressesInTurn_andLooksAgainWhenOneIsGone() throws Exception {
    Server first = serve(InetAddress.getByName("127.0.0.1"), 0, "first");
    Names names = new Names();
    NameResolverRegistry.getDefaultRegistry().register(names);
    open.add(() -> NameResolverRegistry.getDefaultRegistry().deregister(names));
    try {
      serve(InetAddress.getByName("127.0.0.2"), first.getPort(), "second");
    } catch (IOException e) {
      Assumptions.abort("no second address to listen on: " + e.getMessage());
    }
    GrpcClient client = client("two.example:" + first.getPort(), "round_robin", Proxies.NONE);
    for (int i = 0; i < 1000 && seen.size() < 2; i++) {
      call(client);
    }
    String authority = " two.example:" + first.getPort();
    assertThat(seen).containsExactlyInAnyOrder("first" + authority, "second" + authority);

    first.shutdownNow();

    assertThat(names.refreshed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void call_goesThroughTheProxy_withTheNameForItToResolve() throws Exception {
    Server server = serve(InetAddress.getByName("127.0.0.1"), 0, "behind");
    TestProxy proxy = new TestProxy(server.getPort());
    open.add(proxy);
    Proxies proxies =
        Proxies.fromEnvironment(Map.of("HTTPS_PROXY", "http://u:p@127.0.0.1:" + proxy.port()));

    assertThat(call(client("backend.invalid:4317", "round_robin", proxies))).hasSize(3);

    assertThat(proxy.next())
        .startsWith("CONNECT backend.invalid:4317 HTTP/1.1\r\n")
        .containsIgnoringCase("proxy-authorization: Basic dTpw\r\n");
    assertThat(seen).containsExactly("behind backend.invalid:4317");
  }

  @Test
  void call_saysThatTheProxyRefused() throws Exception {
    Server server = serve(InetAddress.getByName("127.0.0.1"), 0, "behind");
    TestProxy proxy =
        new TestProxy(
            ServerSocketFactory.getDefault(), server.getPort(), "HTTP/1.1 407 Who are you");
    open.add(proxy);
    Proxies proxies =
        Proxies.always(ProxyServer.parse("http://u:secret@127.0.0.1:" + proxy.port()));

    assertThatThrownBy(() -> call(client("backend.invalid:4317", "round_robin", proxies)))
        .hasStackTraceContaining("407")
        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("secret"));
  }

  @Test
  void call_refusesOtherKindsOfProxies() {
    Proxies proxies = Proxies.always(ProxyServer.parse("socks5://127.0.0.1:1"));
    assertThatThrownBy(() -> call(client("backend.invalid:4317", "round_robin", proxies)))
        .hasStackTraceContaining("is no http:// proxy");
  }

  private Server serve(InetAddress address, int port, String name) throws IOException {
    SocketAddress where = new InetSocketAddress(address, port);
    return serve(NettyServerBuilder.forAddress(where), name);
  }

  private Server serve(NettyServerBuilder builder, String name) throws IOException {
    var method = OtlpMethods.export(Signal.LOGS);
    ServerInterceptor notes =
        new ServerInterceptor() {
          @Override
          public <Q, R> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            seen.add(name + " " + call.getAuthority());
            return next.startCall(call, headers);
          }
        };
    Server server =
        builder
            .intercept(notes)
            .addService(
                ServerServiceDefinition.builder(method.getServiceName())
                    .addMethod(
                        method,
                        ServerCalls.asyncUnaryCall(
                            (RawMessage request, StreamObserver<RawMessage> out) -> {
                              out.onNext(request);
                              out.onCompleted();
                            }))
                    .build())
            .build()
            .start();
    open.add(() -> server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS));
    return server;
  }

  private GrpcClient client(String endpoint, String balancer, Proxies proxies) throws Exception {
    GrpcClientSettings settings =
        new GrpcClientSettings(
            endpoint,
            null,
            null,
            "test",
            Map.of(),
            Compression.NONE,
            balancer,
            false,
            null,
            Duration.ofSeconds(20),
            proxies,
            LOOPS.get().blocking());
    GrpcClient client =
        GrpcClient.open(LOOPS.get().next(), settings)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    open.add(client::close);
    return client;
  }

  private static byte[] call(GrpcClient client) throws Exception {
    return client
        .call(OtlpMethods.export(Signal.LOGS), RawMessage.of(new byte[3]))
        .get(20, TimeUnit.SECONDS)
        .bytes();
  }

  /** Resolves names to the first two addresses of this machine. */
  private static final class Names extends NameResolverProvider {
    private final CountDownLatch refreshed = new CountDownLatch(1);

    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 10;
    }

    @Override
    public String getDefaultScheme() {
      return "dns";
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
      return new NameResolver() {
        @Override
        public String getServiceAuthority() {
          return target.getPath().substring(1);
        }

        @Override
        public void start(Listener2 listener) {
          int port = URI.create("dns://" + getServiceAuthority()).getPort();
          List<EquivalentAddressGroup> addresses = new ArrayList<>();
          for (String address : List.of("127.0.0.1", "127.0.0.2")) {
            addresses.add(new EquivalentAddressGroup(new InetSocketAddress(address, port)));
          }
          listener.onResult(
              ResolutionResult.newBuilder()
                  .setAddressesOrError(StatusOr.fromValue(addresses))
                  .build());
        }

        @Override
        public void refresh() {
          refreshed.countDown();
        }

        @Override
        public void shutdown() {}
      };
    }
  }
}
