package dev.millrace.net.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.component.Kind;
import dev.millrace.data.Signal;
import dev.millrace.net.Admission;
import dev.millrace.net.ByteBudget;
import dev.millrace.net.Endpoint;
import dev.millrace.net.TestLoops;
import dev.millrace.testkit.TestGate;
import dev.millrace.testkit.TestSettings;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GrpcAdmissionTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private static final MethodDescriptor<RawMessage, RawMessage> METHOD =
      OtlpMethods.export(Signal.LOGS);
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
  private static final String UNAUTHENTICATED =
      "otelcol_server_refused_requests{otelcol.component.id=rpc,otelcol.component.kind=receiver,"
          + "reason=unauthenticated,transport=grpc}";

  private final TestGate gate = new TestGate();
  private final BlockingQueue<GrpcExchange> seen = new LinkedBlockingQueue<>();
  private final ByteBudget budget = new ByteBudget(10_000_000);
  private TestSettings settings;
  private GrpcServer server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    settings = new TestSettings();
    Admission admission =
        Admission.of(settings.of(Kind.RECEIVER, "rpc"), "grpc", List.of(gate), gate, List.of());
    server =
        GrpcServer.start(
                LOOPS.get().next(),
                GrpcServerSettings.defaults(new Endpoint("127.0.0.1", 0), LOOPS.get().blocking()),
                budget,
                admission,
                Map.of(
                    METHOD,
                    exchange -> {
                      seen.add(exchange);
                      return CompletableFuture.completedFuture(GrpcAnswer.of(exchange.message()));
                    }))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.address().getPort())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.stop(Duration.ofSeconds(5)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(budget.reservedBytes()).isZero();
    settings.close();
  }

  @Test
  void knownSender_isLetInWithWhatWasFoundOut() throws Exception {
    assertThat(call("good", 1000).sizeBytes()).isEqualTo(1000);
    assertThat(seen.take().auth()).isEqualTo(Map.of("subject", "somebody"));
  }

  @Test
  void unknownSender_isRefusedAndCounted() throws Exception {
    for (int i = 0; i < 3; i++) {
      StatusRuntimeException refused = failure("bad", 1_000_000);
      assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
      assertThat(refused.getStatus().getDescription()).isEqualTo("unauthenticated");
    }
    assertThat(settings.meter().value(UNAUTHENTICATED)).isEqualTo(3);
    assertThat(seen).isEmpty();
  }

  @Test
  void shutGate_namesTheDelay() throws Exception {
    gate.shut(Duration.ofMillis(2500));
    StatusRuntimeException refused = failure("good", 1_000_000);
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getTrailers().containsKey(RpcStatus.DETAILS)).isTrue();
    gate.open();
    assertThat(call("good", 1000).sizeBytes()).isEqualTo(1000);
  }

  @Test
  void authenticatorThatCannotSay_isTheSendersTurnAgain() {
    StatusRuntimeException later = failure("later", 10);
    assertThat(later.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(later.getTrailers().containsKey(RpcStatus.DETAILS)).isTrue();
    assertThat(failure("broken", 10).getStatus().getCode()).isEqualTo(Code.INTERNAL);
  }

  @Test
  void answerOfTheAuthenticator_isWaitedFor() throws Exception {
    CompletableFuture<Void> answer = gate.hold();
    CompletableFuture<RawMessage> waiting =
        CompletableFuture.supplyAsync(() -> call("good", 500_000));
    StatusRuntimeException gone =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> call("good", 10, Duration.ofMillis(100))); // gives up meanwhile
    assertThat(gone.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(waiting).isNotDone();
    assertThat(seen).isEmpty();
    answer.complete(null);
    assertThat(waiting.get(30, TimeUnit.SECONDS).sizeBytes()).isEqualTo(500_000);
  }

  private RawMessage call(String token, int bytes) {
    return call(token, bytes, Duration.ofSeconds(30));
  }

  private RawMessage call(String token, int bytes, Duration deadline) {
    Metadata headers = new Metadata();
    headers.put(TOKEN, token);
    Channel known =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    return ClientCalls.blockingUnaryCall(
        known,
        METHOD,
        CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS),
        RawMessage.of(new byte[bytes]));
  }

  private StatusRuntimeException failure(String token, int bytes) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> call(token, bytes));
  }
}
