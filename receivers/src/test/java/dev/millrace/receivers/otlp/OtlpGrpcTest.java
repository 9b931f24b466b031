package dev.millrace.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.UnknownFieldSet;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Signal;
import dev.millrace.net.RawClient;
import dev.millrace.net.grpc.OtlpMethods;
import dev.millrace.net.grpc.RawMessage;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.FailingConsumer;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OtlpGrpcTest {
  private static final String ACCEPTED =
      "otelcol_receiver_accepted_spans{receiver=otlp,transport=grpc}";
  private static final String REFUSED =
      "otelcol_receiver_refused_spans{receiver=otlp,transport=grpc}";

  @Test
  void export_isTakenAndCounted() throws Exception {
    BatchSink sink = new BatchSink();
    try (RunningOtlp otlp = new RunningOtlp(sink)) {
      assertThat(otlp.export(Signal.TRACES, Requests.spans(3, 10))).isEmpty();
      assertThat(otlp.export(Signal.PROFILES, new byte[0])).isEmpty();
      assertThat(sink.itemCount()).isEqualTo(3);
      assertThat(sink.contexts().get(0).peerAddress()).startsWith("127.0.0.1:");
      assertThat(sink.contexts().get(0).metadata()).isEmpty();
      assertThat(otlp.counted(ACCEPTED)).isEqualTo(3);
    }
  }

  @Test
  void export_takesGzipAndCarriesMetadataWhenAsked() throws Exception {
    BatchSink sink = new BatchSink();
    Map<String, Object> protocols =
        RunningOtlp.protocols(Map.of("include_metadata", true), Map.of());
    try (RunningOtlp otlp = new RunningOtlp(protocols, sink)) {
      Metadata metadata = new Metadata();
      metadata.put(Metadata.Key.of("X-Tenant", Metadata.ASCII_STRING_MARSHALLER), "a");
      metadata.put(
          Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {1, 2});
      byte[] request = Requests.spans(100, 1000);
      ClientCalls.blockingUnaryCall(
          ClientInterceptors.intercept(
              otlp.channel(), MetadataUtils.newAttachHeadersInterceptor(metadata)),
          OtlpMethods.export(Signal.TRACES),
          CallOptions.DEFAULT.withCompression("gzip").withDeadlineAfter(30, TimeUnit.SECONDS),
          RawMessage.of(request));
      assertThat(sink.itemCount()).isEqualTo(100);
      assertThat(sink.batches().get(0).sizeBytes()).isEqualTo(request.length);
      assertThat(sink.contexts().get(0).metadata("x-tenant")).containsExactly("a");
      assertThat(sink.contexts().get(0).metadata("trace-bin")).containsExactly("AQI");
    }
  }

  @Test
  void export_isUnimplementedWithoutAPipeline() {
    try (RunningOtlp otlp = new RunningOtlp(new BatchSink(), Signal.LOGS)) {
      assertThat(failure(otlp, Requests.protobuf()).getStatus().getCode())
          .isEqualTo(Code.UNIMPLEMENTED);
    }
  }

  @Test
  void retryableFailure_namesTheDelay() throws Exception {
    RetryableException failure = new RetryableException("full", Duration.ofSeconds(7), null);
    try (RunningOtlp otlp = new RunningOtlp(new FailingConsumer(failure))) {
      StatusRuntimeException answer = failure(otlp, Requests.protobuf());
      assertThat(answer.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
      assertThat(answer.getStatus().getDescription()).isEqualTo("full");
      byte[] details =
          answer
              .getTrailers()
              .get(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER));
      UnknownFieldSet status = UnknownFieldSet.parseFrom(details);
      assertThat(status.getField(1).getVarintList()).containsExactly(14L);
      assertThat(status.getField(3).getLengthDelimitedList()).hasSize(1);
      assertThat(otlp.counted(REFUSED)).isEqualTo(1);
    }
  }

  @Test
  void permanentFailure_isOurFault() {
    FailingConsumer next = new FailingConsumer(new PermanentException("no", null));
    try (RunningOtlp otlp = new RunningOtlp(next)) {
      StatusRuntimeException answer = failure(otlp, Requests.protobuf());
      assertThat(answer.getStatus().getCode()).isEqualTo(Code.INTERNAL);
      assertThat(answer.getStatus().getDescription()).isEqualTo("Permanent error: no");
    }
  }

  @Test
  void partialFailure_isASuccessThatSaysSo() throws Exception {
    FailingConsumer next = new FailingConsumer(new PartialException(2, "too old"));
    try (RunningOtlp otlp = new RunningOtlp(next)) {
      ExportTraceServiceResponse response =
          ExportTraceServiceResponse.parseFrom(otlp.export(Signal.TRACES, Requests.spans(3, 1)));
      assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(2);
      assertThat(response.getPartialSuccess().getErrorMessage()).isEqualTo("too old");
    }
  }

  @Test
  void largeMessages_stopAtTheLimit() throws Exception {
    BatchSink sink = new BatchSink();
    Map<String, Object> protocols =
        RunningOtlp.protocols(Map.of("max_recv_msg_size_mib", 1), Map.of());
    try (RunningOtlp otlp = new RunningOtlp(protocols, sink)) {
      otlp.export(Signal.TRACES, Requests.spans(1, 900_000));
      byte[] large = Requests.spans(1, 1_100_000);
      assertThat(failure(otlp, large).getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      byte[] bomb = Requests.spans(1, 50_000_000);
      StatusRuntimeException answer =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> otlp.export(Signal.TRACES, bomb, CallOptions.DEFAULT.withCompression("gzip")));
      assertThat(answer.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(sink.itemCount()).isEqualTo(1);
      otlp.export(Signal.TRACES, Requests.protobuf());
      assertThat(
              otlp.counted(
                  "otelcol_receiver_malformed_requests{otel.signal=traces,reason=too_large,"
                      + "receiver=otlp,transport=grpc}"))
          .isEqualTo(2);
    }
  }

  @Test
  void garbage_leavesOthersAlone() throws Exception {
    BatchSink sink = new BatchSink();
    try (RunningOtlp otlp = new RunningOtlp(sink);
        RawClient garbage = new RawClient(otlp.receiver.grpcAddress());
        RawClient half = new RawClient(otlp.receiver.grpcAddress())) {
      half.send("PRI * HTTP/2.0\r\n\r\n");
      garbage.send("GET / HTTP/1.1\r\n\r\n");
      garbage.rest();
      otlp.export(Signal.TRACES, Requests.protobuf());
      assertThat(sink.itemCount()).isEqualTo(1);
    }
  }

  @Test
  void malformedMessage_isCountedByReason() {
    try (RunningOtlp otlp = new RunningOtlp(new BatchSink())) {
      StatusRuntimeException answer = failure(otlp, new byte[] {7});
      assertThat(answer.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(
              otlp.counted(
                  "otelcol_receiver_malformed_requests"
                      + "{otel.signal=traces,reason=bad_tag,receiver=otlp,transport=grpc}"))
          .isEqualTo(1);
    }
  }

  @Test
  void shutdown_answersWhatIsUnderWay() throws Exception {
    Held held = new Held();
    try (RunningOtlp otlp = new RunningOtlp(held)) {
      otlp.channel();
      CompletableFuture<byte[]> answer =
          CompletableFuture.supplyAsync(() -> {
            try {
              return otlp.export(Signal.TRACES, Requests.protobuf());
            } catch (java.io.IOException e) {
              throw new AssertionError(e);
            }
          });
      held.awaitOffers(1);
      CompletableFuture<Void> stopped =
          otlp.receiver.shutdown(RunningOtlp.GRACE).toCompletableFuture();
      assertThat(stopped).isNotDone();
      held.answer.complete(null);
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
      stopped.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void shutdown_endsWithTheGrace() throws Exception {
    Held held = new Held();
    try (RunningOtlp otlp = new RunningOtlp(held)) {
      otlp.channel();
      CompletableFuture<StatusRuntimeException> answer =
          CompletableFuture.supplyAsync(() -> failure(otlp, Requests.protobuf()));
      held.awaitOffers(1);
      otlp.receiver
          .shutdown(Duration.ofMillis(200))
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      assertThat(answer.get(30, TimeUnit.SECONDS).getStatus().getCode())
          .isIn(List.of(Code.UNAVAILABLE, Code.CANCELLED));
    }
  }

  @Test
  void cancelledCall_isStillDelivered() throws Exception {
    Held held = new Held();
    try (RunningOtlp otlp = new RunningOtlp(held)) {
      CompletableFuture<StatusRuntimeException> answer =
          CompletableFuture.supplyAsync(() ->
              catchThrowableOfType(
                  StatusRuntimeException.class,
                  () ->
                      ClientCalls.blockingUnaryCall(
                          otlp.channel(),
                          OtlpMethods.export(Signal.TRACES),
                          CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS),
                          RawMessage.of(Requests.protobuf()))));
      held.awaitOffers(1);
      assertThat(answer.get(30, TimeUnit.SECONDS).getStatus().getCode())
          .isEqualTo(Code.DEADLINE_EXCEEDED);
      held.answer.complete(null);
      assertThat(otlp.counted(ACCEPTED)).isEqualTo(1);
    }
  }

  private static StatusRuntimeException failure(RunningOtlp otlp, byte[] request) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> otlp.export(Signal.TRACES, request));
  }
}
