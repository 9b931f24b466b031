package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.StartException;
import dev.millrace.data.Signal;
import dev.millrace.net.grpc.GrpcAnswer;
import dev.millrace.net.grpc.GrpcServer;
import dev.millrace.net.grpc.GrpcServerSettings;
import dev.millrace.net.grpc.OtlpMethods;
import dev.millrace.net.grpc.RawMessage;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  @TempDir Path folder;
  private final BlockingQueue<String> peers = new LinkedBlockingQueue<>();

  private Path socket() {
    return folder.resolve("otlp.sock");
  }

  private HttpServer startHttp(EventLoopGroup group) throws Exception {
    return await(
        HttpServer.start(
            group.next(),
            HttpServerSettings.defaults(Endpoint.unix(socket().toString()), LOOPS.get().blocking()),
            exchange -> {
              peers.add(exchange.peerAddress());
              return CompletableFuture.completedFuture(
                  new HttpResponse(
                      200, Map.of(), exchange.path().getBytes(StandardCharsets.UTF_8)));
            }));
  }

  private String get(String path) throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      client.write(
          ByteBuffer.wrap(
              ("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      while (client.read(answer) >= 0) {
        assertThat(answer.hasRemaining()).isTrue();
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void http_isServedAndTheFileGoes() throws Exception {
    HttpServer server = startHttp(LOOPS.get().io());
    assertThat(server.place()).isEqualTo(socket().toString());
    assertThat(get("/a")).startsWith("HTTP/1.1 200 OK").endsWith("/a");
    assertThat(peers.poll(5, TimeUnit.SECONDS)).startsWith("unix");
    await(server.stop(Duration.ofSeconds(5)));
    assertThat(socket()).doesNotExist();
  }

  @Test
  void http_isServedByNioToo() throws Exception {
    EventLoopGroup nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    HttpServer server = startHttp(nio);
    assertThat(get("/a")).startsWith("HTTP/1.1 200 OK").endsWith("/a");
    await(server.stop(Duration.ofSeconds(5)));
    assertThat(socket()).doesNotExist();
    nio.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
  }

  @Test
  void grpc_isServedAndTheFileGoes() throws Exception {
    GrpcServer server =
        await(
            GrpcServer.start(
                LOOPS.get().next(),
                GrpcServerSettings.defaults(
                    Endpoint.unix(socket().toString()), LOOPS.get().blocking()),
                ByteBudget.unlimited(),
                Map.of(
                    OtlpMethods.export(Signal.LOGS),
                    exchange -> {
                      peers.add(exchange.peerAddress());
                      return CompletableFuture.completedFuture(GrpcAnswer.of(exchange.message()));
                    })));
    EventLoopGroup nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket()))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(nio)
            .overrideAuthority("localhost")
            .usePlaintext()
            .build();
    try {
      RawMessage answer =
          ClientCalls.blockingUnaryCall(
              channel,
              OtlpMethods.export(Signal.LOGS),
              CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
              RawMessage.of(new byte[] {1, 2}));
      assertThat(answer.bytes()).containsExactly(1, 2);
      assertThat(peers.poll(5, TimeUnit.SECONDS)).startsWith("unix");
    } finally {
      channel.shutdownNow();
      await(server.stop(Duration.ofSeconds(5)));
      nio.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
    }
    assertThat(socket()).doesNotExist();
  }

  @Test
  void start_replacesAFileThatNobodyListensOn() throws Exception {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(socket()));
    }
    assertThat(socket()).exists();

    HttpServer server = startHttp(LOOPS.get().io());

    assertThat(get("/new")).endsWith("/new");
    await(server.stop(Duration.ofSeconds(5)));
  }

  @Test
  void start_leavesTheSocketOfAnother() throws Exception {
    HttpServer server = startHttp(LOOPS.get().io());

    assertThatThrownBy(() -> startHttp(LOOPS.get().io()))
        .cause()
        .isInstanceOf(StartException.class)
        .hasMessage(
            "listen unix %s: the file exists, or another process listens; remove it or change"
                + " endpoint",
            socket());
    assertThat(get("/still")).endsWith("/still");
    await(server.stop(Duration.ofSeconds(5)));
  }

  @Test
  void start_leavesAFileThatIsNoSocket() throws Exception {
    Files.writeString(socket(), "somebody's notes");

    assertThatThrownBy(() -> startHttp(LOOPS.get().io()))
        .cause()
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the file exists");
    assertThat(socket()).hasContent("somebody's notes");
  }

  @Test
  void start_saysWhatIsWrongWithThePath() {
    assertThatThrownBy(() ->
            HttpServer.start(
                    LOOPS.get().next(),
                    HttpServerSettings.defaults(
                        Endpoint.unix(folder.resolve("no").resolve("such").toString()),
                        LOOPS.get().blocking()),
                    exchange -> new CompletableFuture<>())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the folder does not exist");
    assertThatThrownBy(() -> UnixSocket.toBind("/x".repeat(60), Transport.EPOLL))
        .hasMessageContaining("107 bytes");
  }
}
