package dev.millrace.net.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.net.ByteBudget;
import dev.millrace.net.Endpoint;
import dev.millrace.net.TestLoops;
import dev.millrace.net.grpc.GrpcServerSettings.KeepAlive;
import dev.millrace.net.grpc.GrpcServerSettings.Limits;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GrpcServerTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private static final MethodDescriptor<RawMessage, RawMessage> METHOD =
      OtlpMethods.export(Signal.LOGS);

  private final ByteBudget budget = new ByteBudget(1_000_000);
  private GrpcServer server;
  private ManagedChannel channel;

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.stop(Duration.ofSeconds(5)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(budget.reservedBytes()).isZero();
  }

  private void start(int maxCalls, GrpcHandler handler) throws Exception {
    GrpcServerSettings settings =
        new GrpcServerSettings(
            new Endpoint("localhost", 0),
            null,
            new Limits(4_000_000, 100, maxCalls),
            KeepAlive.DEFAULTS,
            LOOPS.get().blocking());
    server =
        GrpcServer.start(LOOPS.get().next(), settings, budget, Map.of(METHOD, handler))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.address().getPort())
            .usePlaintext()
            .build();
  }

  private RawMessage call(int bytes) {
    return ClientCalls.blockingUnaryCall(
        channel,
        METHOD,
        CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
        RawMessage.of(new byte[bytes]));
  }

  private StatusRuntimeException failure(int bytes) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> call(bytes));
  }

  @Test
  void calls_beyondTheLimitAreRefusedAndTheNextOnesTaken() throws Exception {
    CompletableFuture<GrpcAnswer> held = new CompletableFuture<>();
    Semaphore offered = new Semaphore(0);
    start(
        1,
        exchange -> {
          offered.release();
          return held;
        });
    CompletableFuture<RawMessage> first = CompletableFuture.supplyAsync(() -> call(10));
    assertThat(offered.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    assertThat(failure(2_000_000).getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    held.complete(GrpcAnswer.of(new byte[] {1, 2}));
    assertThat(first.get(30, TimeUnit.SECONDS).bytes()).containsExactly(1, 2);
    assertThat(call(10).sizeBytes()).isEqualTo(2);
  }

  @Test
  void bytes_beyondTheBudgetAreRefusedWithADelay() throws Exception {
    start(100, exchange -> CompletableFuture.completedFuture(GrpcAnswer.of(new byte[0])));
    StatusRuntimeException refused = failure(1_000_001);
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(refused.getTrailers().containsKey(RpcStatus.DETAILS)).isTrue();
    assertThat(call(950_000).sizeBytes()).isZero();
    assertThat(call(950_000).sizeBytes()).isZero();
  }

  @Test
  void failuresOfTheHandler_areInternal() throws Exception {
    start(
        100,
        exchange -> {
          if (exchange.message().length == 1) {
            throw new IllegalStateException("thrown");
          }
          return CompletableFuture.failedFuture(new IOException("failed"));
        });
    for (int bytes = 1; bytes < 3; bytes++) {
      StatusRuntimeException answer = failure(bytes);
      assertThat(answer.getStatus().getCode()).isEqualTo(Code.INTERNAL);
      assertThat(answer.getStatus().getDescription()).isEqualTo("internal error");
    }
  }

  @Test
  void wrongNumbersOfMessages_areRefused() throws Exception {
    start(100, exchange -> CompletableFuture.completedFuture(GrpcAnswer.of(new byte[0])));
    for (int count : List.of(0, 2)) {
      CompletableFuture<Code> answer = new CompletableFuture<>();
      StreamObserver<RawMessage> requests =
          ClientCalls.asyncBidiStreamingCall(
              channel.newCall(
                  METHOD.toBuilder().setType(MethodType.BIDI_STREAMING).build(),
                  CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS)),
              new CodeOf(answer));
      for (int i = 0; i < count; i++) {
        requests.onNext(RawMessage.of(new byte[10]));
      }
      requests.onCompleted();
      // With two messages grpc-java may reset the stream before the status is out.
      assertThat(answer.get(30, TimeUnit.SECONDS)).isIn(Code.INTERNAL, Code.CANCELLED);
    }
  }

  @Test
  void slices_travelEndToEnd() throws Exception {
    start(100, exchange -> CompletableFuture.completedFuture(GrpcAnswer.of(exchange.message())));
    byte[] array = {9, 1, 2, 3, 9};
    RawMessage request =
        RawMessage.of(
            List.of(
                new Slice(array, 1, 2),
                new Slice(array, 0, 0),
                new Slice(array, 3, 1),
                new Slice(new byte[100_000], 0, 100_000)));
    for (String coding : List.of("identity", "gzip")) {
      byte[] answer =
          ClientCalls.blockingUnaryCall(
                  channel,
                  METHOD,
                  CallOptions.DEFAULT
                      .withCompression(coding)
                      .withDeadlineAfter(30, TimeUnit.SECONDS),
                  request)
              .bytes();
      assertThat(answer).hasSize(100_003).startsWith(1, 2, 3, 0);
    }
  }

  @Test
  void unreadableMessage_saysSoWhenLookedAt() throws Exception {
    start(100, exchange -> CompletableFuture.completedFuture(GrpcAnswer.of(new byte[0])));
    RawMessage message =
        RawMarshaller.INSTANCE.parse(
            new java.io.FilterInputStream(new ByteArrayInputStream(new byte[0])) {
              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("corrupt");
              }
            });
    assertThatThrownBy(message::bytes).isInstanceOf(IOException.class).hasMessage("corrupt");
  }

  private record CodeOf(CompletableFuture<Code> code) implements StreamObserver<RawMessage> {
    @Override
    public void onNext(RawMessage message) {}

    @Override
    public void onError(Throwable failure) {
      code.complete(((StatusRuntimeException) failure).getStatus().getCode());
    }

    @Override
    public void onCompleted() {
      code.complete(Code.OK);
    }
  }
}
