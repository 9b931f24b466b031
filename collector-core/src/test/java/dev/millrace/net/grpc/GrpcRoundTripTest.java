package dev.millrace.net.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.data.Batch;
import dev.millrace.data.Batch.Part;
import dev.millrace.data.Packed;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.net.ByteBudget;
import dev.millrace.net.Endpoint;
import dev.millrace.net.TestLoops;
import dev.millrace.net.compression.Compression;
import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.net.grpc.GrpcFailure.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcRoundTripTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private final List<GrpcServer> servers = new ArrayList<>();
  private final List<GrpcClient> clients = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    clients.forEach(GrpcClient::close);
    for (GrpcServer server : servers) {
      await(server.stop(Duration.ofSeconds(1)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
  void message_arrivesAsItWas(Algorithm algorithm) throws Exception {
    GrpcServer server = start(ByteBudget.unlimited(), GrpcRoundTripTest::echo);
    GrpcClient client = client(server.address().getPort(), algorithm);
    Random random = new Random(1);
    for (int size : new int[] {0, 1, 1000, 300_000, 3_000_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      int cut = size / 3;
      RawMessage message =
          RawMessage.of(List.of(new Slice(bytes, 0, cut), new Slice(bytes, cut, size - cut)));
      assertThat(call(client, message)).as("%d bytes", size).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void message_keepsItsCompressedForm_andMayBeSentOnInIt(Algorithm algorithm) throws Exception {
    List<Packed> kept = new CopyOnWriteArrayList<>();
    GrpcServer server =
        start(
            ByteBudget.unlimited(),
            new GrpcHandler() {
              @Override
              public CompletionStage<GrpcAnswer> handle(GrpcExchange exchange) {
                kept.add(exchange.packed());
                return echo(exchange);
              }

              @Override
              public boolean keepsCompressed() {
                return true;
              }
            });
    GrpcClient client = client(server.address().getPort(), Compression.fast(algorithm).reusing());
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    assertThat(call(client, RawMessage.of(bytes))).isEqualTo(bytes);
    Packed form = kept.get(0);
    assertThat(form.coding()).isEqualTo(algorithm.text());

    // The plain bytes stand for the same, but are not what is sent: those would be others.
    Part again = new Part(Slice.of(new byte[300_000]), 1, form);
    Part plain = new Part(Slice.of(new byte[7]), 1);
    RawMessage message = RawMessage.of(Batch.of(Signal.LOGS, List.of(again, plain, again)));
    byte[] all = Arrays.copyOf(bytes, 2 * bytes.length + 7);
    System.arraycopy(bytes, 0, all, bytes.length + 7, bytes.length);
    assertThat(call(client, message)).isEqualTo(all);
    assertThat(kept.get(1).bytes().length).isGreaterThan(2 * form.bytes().length);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP", "ZSTD"})
  void tooLargeMessage_isRefused(Algorithm algorithm) throws Exception {
    AtomicInteger handled = new AtomicInteger();
    GrpcServer server =
        start(
            ByteBudget.unlimited(),
            exchange -> {
              handled.incrementAndGet();
              return echo(exchange);
            });
    GrpcClient client = client(server.address().getPort(), algorithm);
    RawMessage large = RawMessage.of(new byte[50_000_000]);
    assertThatThrownBy(() -> call(client, large)).cause().isInstanceOf(GrpcFailure.class);
    assertThat(handled).hasValue(0);
    assertThat(call(client, RawMessage.of(new byte[3]))).hasSize(3);
  }

  @Test
  void budget_isGivenBackWhateverHappens() throws Exception {
    ByteBudget budget = new ByteBudget(500_000);
    GrpcServer server = start(budget, GrpcRoundTripTest::echo);
    GrpcClient client = client(server.address().getPort(), Algorithm.NONE);
    assertThatThrownBy(() -> call(client, RawMessage.of(new byte[600_000])))
        .cause()
        .satisfies(
            failure -> assertThat(((GrpcFailure) failure).code()).isEqualTo(Code.UNAVAILABLE));
    assertThat(call(client, RawMessage.of(new byte[450_000]))).hasSize(450_000);
    assertThat(budget.reservedBytes()).isZero();
  }

  @Test
  void callMadeWithinACall_outlivesIt() throws Exception {
    CompletableFuture<GrpcAnswer> backendAnswer = new CompletableFuture<>();
    CompletableFuture<Boolean> backendCalled = new CompletableFuture<>();
    GrpcServer backend =
        start(
            ByteBudget.unlimited(),
            exchange -> {
              backendCalled.complete(true);
              return backendAnswer;
            });
    GrpcClient toBackend = client(backend.address().getPort(), Algorithm.NONE);
    CompletableFuture<RawMessage> inner = new CompletableFuture<>();
    GrpcServer front =
        start(
            ByteBudget.unlimited(),
            exchange -> {
              toBackend
                  .call(OtlpMethods.export(Signal.LOGS), RawMessage.of(exchange.message()))
                  .whenComplete((answer, failure) -> {
                    if (failure == null) {
                      inner.complete(answer);
                    } else {
                      inner.completeExceptionally(failure);
                    }
                  });
              return CompletableFuture.completedFuture(GrpcAnswer.of(new byte[0]));
            });
    GrpcClient client = client(front.address().getPort(), Algorithm.NONE);
    assertThat(call(client, RawMessage.of(new byte[5]))).isEmpty();
    assertThat(await(backendCalled)).isTrue();
    backendAnswer.complete(GrpcAnswer.of(new byte[7]));
    assertThat(await(inner).sizeBytes()).isEqualTo(7);
  }

  private static CompletionStage<GrpcAnswer> echo(GrpcExchange exchange) {
    return CompletableFuture.completedFuture(GrpcAnswer.of(exchange.message()));
  }

  private GrpcServer start(ByteBudget budget, GrpcHandler handler) throws Exception {
    GrpcServerSettings settings =
        GrpcServerSettings.defaults(Endpoint.parse("127.0.0.1:0"), LOOPS.get().blocking());
    GrpcServer server =
        await(
            GrpcServer.start(
                LOOPS.get().next(),
                settings,
                budget,
                Map.of(OtlpMethods.export(Signal.LOGS), handler)));
    servers.add(server);
    return server;
  }

  private GrpcClient client(int port, Algorithm algorithm) throws Exception {
    return client(port, Compression.fast(algorithm));
  }

  private GrpcClient client(int port, Compression compression) throws Exception {
    GrpcClient client =
        await(
            GrpcClient.open(
                LOOPS.get().next(),
                new GrpcClientSettings(
                    "127.0.0.1:" + port,
                    null,
                    null,
                    "test",
                    Map.of(),
                    compression,
                    "round_robin",
                    false,
                    null,
                    Duration.ofSeconds(20),
                    LOOPS.get().blocking())));
    clients.add(client);
    return client;
  }

  private static byte[] call(GrpcClient client, RawMessage message)
      throws ExecutionException, Exception {
    return await(client.call(OtlpMethods.export(Signal.LOGS), message)).bytes();
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
