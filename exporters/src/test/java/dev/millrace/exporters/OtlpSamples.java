package dev.millrace.exporters;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ConsumeException;
import dev.millrace.component.Exporter;
import dev.millrace.component.ExporterFactory;
import dev.millrace.component.Host;
import dev.millrace.component.Kind;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.data.Batch;
import dev.millrace.data.Batch.Part;
import dev.millrace.data.Packed;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.testkit.ConfigText;
import dev.millrace.testkit.TestSettings;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Telemetry, failures and exporters for the tests of both OTLP exporters. */
public final class OtlpSamples {

  private OtlpSamples() {}

  /** A request with so many spans, whose names begin with {@code name}. */
  public static ExportTraceServiceRequest traces(String name, int spans) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 0; i < spans; i++) {
      scope.addSpans(
          Span.newBuilder()
              .setTraceId(ByteString.copyFrom(new byte[16]))
              .setSpanId(ByteString.copyFrom(new byte[8]))
              .setName(name + "-" + i)
              .setStartTimeUnixNano(1_000_000_000L + i));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
        .build();
  }

  /** A batch of one part a request. */
  public static Batch batch(ExportTraceServiceRequest... requests) throws Exception {
    List<Batch> batches = new ArrayList<>();
    for (ExportTraceServiceRequest request : requests) {
      batches.add(Batch.parse(Signal.TRACES, Slice.of(request.toByteArray())));
    }
    return Batch.concat(Signal.TRACES, batches);
  }

  /** A part with a request as its compressed form; that may be another one. */
  public static Part packed(
      ExportTraceServiceRequest plain, String coding, ExportTraceServiceRequest form)
      throws Exception {
    byte[] bytes = form.toByteArray();
    Packed packed =
        switch (coding) {
          case "gzip" -> new Packed(coding, gzip(bytes));
          case "zstd" -> new Packed(coding, Zstd.compress(bytes));
          default -> null;
        };
    return new Part(Slice.of(plain.toByteArray()), batch(plain).itemCount(), packed);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  /** A {@code google.rpc.Status}; with {@code RetryInfo} when there is a delay. */
  public static byte[] status(int code, String message, @Nullable Duration delay) {
    UnknownFieldSet.Builder status =
        UnknownFieldSet.newBuilder()
            .addField(1, Field.newBuilder().addVarint(code).build())
            .addField(2, bytes(ByteString.copyFromUtf8(message)));
    if (delay != null) {
      UnknownFieldSet info =
          UnknownFieldSet.newBuilder().addField(1, bytes(delay.toByteString())).build();
      Any any =
          Any.newBuilder()
              .setTypeUrl("type.googleapis.com/google.rpc.RetryInfo")
              .setValue(info.toByteString())
              .build();
      status.addField(3, bytes(any.toByteString()));
    }
    return status.build().toByteArray();
  }

  private static Field bytes(ByteString value) {
    return Field.newBuilder().addLengthDelimited(value).build();
  }

  /** A started exporter. */
  public static <C> Exporter exporter(
      ExporterFactory<C> factory, TestSettings settings, Map<String, ?> keys) throws Exception {
    return exporter(factory, settings, keys, id -> null);
  }

  /** A started exporter in a host of one's own. */
  public static <C> Exporter exporter(
      ExporterFactory<C> factory, TestSettings settings, Map<String, ?> keys, Host host)
      throws Exception {
    String id = factory.type().name();
    Problems problems = new Problems();
    C config = read(factory, keys, problems);
    if (!problems.isEmpty()) {
      throw new AssertionError(problems.errors());
    }
    Exporter exporter = factory.create(settings.of(Kind.EXPORTER, id), config);
    exporter.start(host).toCompletableFuture().get(10, TimeUnit.SECONDS);
    return exporter;
  }

  /** The configuration of {@code keys}. */
  public static <C> C read(ExporterFactory<C> factory, Map<String, ?> keys, Problems problems) {
    String id = factory.type().name();
    ConfigReader in = new ConfigReader(ConfigText.map(keys), "exporters::" + id, problems);
    C config = factory.readConfig(in, ComponentId.parse(id));
    in.finish();
    return config;
  }

  /** What is wrong with {@code keys}: {@code path: message}. */
  public static List<String> errors(ExporterFactory<?> factory, Map<String, ?> keys) {
    Problems problems = new Problems();
    read(factory, keys, problems);
    return problems.errors().stream()
        .map((Problem problem) ->
            problem.path().replaceFirst("^exporters::[a-z_]+(::)?", "") + ": " + problem.message())
        .toList();
  }

  /** Why a batch was not taken, null when it was. */
  public static @Nullable ConsumeException failure(CompletionStage<Void> stage) throws Exception {
    try {
      stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      Throwable cause =
          e.getCause() instanceof CompletionException nested ? nested.getCause() : e.getCause();
      return (ConsumeException) cause;
    }
  }
}
