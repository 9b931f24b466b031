package dev.millrace.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.millrace.data.Batch;
import dev.millrace.data.Batch.Part;
import dev.millrace.data.Signal;
import dev.millrace.testkit.BatchSink;
import io.grpc.CallOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compressed form of requests, which is kept for who sends it on. */
class OtlpPackedTest {
  private static final String PROTO = "application/x-protobuf";

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 50_000})
  void http_keepsTheBodyAsItCame(int spans) {
    byte[] request = Requests.spans(spans, 10);
    for (String coding : new String[] {"gzip", "zstd"}) {
      byte[] body = coding.equals("gzip") ? Requests.gzip(request) : Zstd.compress(request);
      BatchSink sink = new BatchSink().reusing();
      try (RunningOtlp otlp = new RunningOtlp(sink)) {
        assertThat(otlp.post("/v1/traces", PROTO, body, "Content-Encoding", coding).statusCode())
            .isEqualTo(200);
      }
      Batch batch = sink.batches().get(0);
      Part part = batch.parts().get(0);
      assertThat(part.packed().coding()).isEqualTo(coding);
      assertThat(part.packed().bytes()).isEqualTo(body);
      assertThat(batch.toByteArray()).isEqualTo(request);
      assertThat(batch.retainedBytes()).isEqualTo(request.length + body.length);
    }
  }

  @Test
  void http_keepsNothing_whereItIsOfNoUse() {
    byte[] request = Requests.spans(10, 10);
    BatchSink nobody = new BatchSink();
    try (RunningOtlp otlp = new RunningOtlp(nobody)) {
      otlp.post("/v1/traces", PROTO, Requests.gzip(request), "Content-Encoding", "gzip");
    }
    assertThat(nobody.batches().get(0).parts().get(0).packed()).isNull();

    BatchSink sink = new BatchSink().reusing();
    try (RunningOtlp otlp = new RunningOtlp(sink)) {
      otlp.post("/v1/traces", PROTO, request);
      byte[] json = Requests.gzip(Requests.json());
      otlp.post("/v1/traces", "application/json", json, "Content-Encoding", "gzip");
    }
    assertThat(sink.batches())
        .hasSize(2)
        .allSatisfy(batch -> assertThat(batch.parts().get(0).packed()).isNull());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 30_000})
  void grpc_keepsTheMessageAsItCame(int spans) throws Exception {
    byte[] request = Requests.spans(spans, 10);
    BatchSink sink = new BatchSink().reusing();
    BatchSink nobody = new BatchSink();
    CallOptions gzip = CallOptions.DEFAULT.withCompression("gzip");
    try (RunningOtlp otlp = new RunningOtlp(sink);
        RunningOtlp plain = new RunningOtlp(nobody)) {
      otlp.export(Signal.TRACES, request, gzip);
      otlp.export(Signal.TRACES, request);
      plain.export(Signal.TRACES, request, gzip);
    }
    Part part = sink.batches().get(0).parts().get(0);
    assertThat(part.packed().coding()).isEqualTo("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(part.packed().bytes())).readAllBytes())
        .isEqualTo(request);
    assertThat(sink.batches().get(1).parts().get(0).packed()).isNull();
    assertThat(nobody.batches().get(0).parts().get(0).packed()).isNull();
  }

  @Test
  void severalStreamsEndToEnd_areRead() throws Exception {
    byte[] first = Requests.spans(3, 10);
    byte[] second = Requests.spans(4, 10);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    gzip.write(Requests.gzip(first));
    gzip.write(Requests.gzip(second));
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    zstd.write(Zstd.compress(first));
    zstd.write(Zstd.compress(second));
    BatchSink sink = new BatchSink();
    try (RunningOtlp otlp = new RunningOtlp(sink)) {
      otlp.post("/v1/traces", PROTO, gzip.toByteArray(), "Content-Encoding", "gzip");
      otlp.post("/v1/traces", PROTO, zstd.toByteArray(), "Content-Encoding", "zstd");
    }
    assertThat(sink.batches()).hasSize(2).allMatch(batch -> batch.itemCount() == 7);
  }

  @Test
  void bytesAfterTheEnd_areRefused_whereTheyWouldBeSentOn() {
    byte[] body = Requests.gzip(Requests.protobuf());
    byte[] longer = Arrays.copyOf(body, body.length + 5);
    BatchSink sink = new BatchSink().reusing();
    try (RunningOtlp otlp = new RunningOtlp(sink)) {
      assertThat(otlp.post("/v1/traces", PROTO, longer, "Content-Encoding", "gzip").statusCode())
          .isEqualTo(400);
    }
    assertThat(sink.batches()).isEmpty();
  }
}
