package dev.millrace.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Consumer;
import dev.millrace.component.Host;
import dev.millrace.component.Kind;
import dev.millrace.component.RetainedBytes;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.data.Signal;
import dev.millrace.net.grpc.OtlpMethods;
import dev.millrace.net.grpc.RawMessage;
import dev.millrace.testkit.ConfigText;
import dev.millrace.testkit.TestOutputs;
import dev.millrace.testkit.TestSettings;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A started receiver on ports of the system's choice, and clients of it. */
final class RunningOtlp implements AutoCloseable {
  static final Duration GRACE = Duration.ofSeconds(10);

  final TestSettings settings = new TestSettings();
  final ComponentSettings component = withMemory(settings.of(Kind.RECEIVER, "otlp"));
  final OtlpReceiver receiver;
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ManagedChannel channel;

  RunningOtlp(Consumer next, Signal... signals) {
    this(anyPorts(), next, signals);
  }

  RunningOtlp(Map<String, Object> protocols, Consumer next, Signal... signals) {
    this(protocols, id -> null, next, signals);
  }

  /** With a host that knows extensions. */
  RunningOtlp(Map<String, Object> protocols, Host host, Consumer next, Signal... signals) {
    receiver =
        (OtlpReceiver)
            new OtlpFactory()
                .create(component, config("protocols", protocols), new TestOutputs(next, signals));
    receiver.start(host).toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** What it keeps of requests is counted in an account of its own. */
  private static ComponentSettings withMemory(ComponentSettings of) {
    return new ComponentSettings(
        of.id(),
        of.kind(),
        of.signals(),
        of.logger(),
        of.meter(),
        of.eventLoop(),
        of.blocking(),
        of.build(),
        new RetainedBytes(256L << 20));
  }

  /** Both protocols on ports that the system chooses. */
  static Map<String, Object> anyPorts() {
    return protocols(Map.of(), Map.of());
  }

  /** The same with more keys. */
  static Map<String, Object> protocols(Map<String, ?> grpc, Map<String, ?> http) {
    Map<String, Object> grpcKeys = new LinkedHashMap<>(grpc);
    grpcKeys.putIfAbsent("endpoint", "localhost:0");
    Map<String, Object> httpKeys = new LinkedHashMap<>(http);
    httpKeys.putIfAbsent("endpoint", "localhost:0");
    return Map.of("grpc", grpcKeys, "http", httpKeys);
  }

  static OtlpConfig config(String key, Object value) {
    Problems problems = new Problems();
    ConfigReader in = new ConfigReader(ConfigText.map(Map.of(key, value)), "otlp", problems);
    OtlpConfig config = new OtlpFactory().readConfig(in, ComponentId.parse("otlp"));
    in.finish();
    assertThat(problems.errors()).isEmpty();
    return config;
  }

  String url(String path) {
    return "http://127.0.0.1:" + receiver.httpAddress().getPort() + path;
  }

  HttpResponse<byte[]> post(String path, String contentType, byte[] body, String... headers) {
    return send("POST", path, contentType, body, headers);
  }

  HttpResponse<byte[]> send(
      String method, String path, String contentType, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .timeout(Duration.ofSeconds(30))
            .method(method, BodyPublishers.ofByteArray(body));
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A channel to the gRPC server; one for the life of this. */
  synchronized ManagedChannel channel() {
    if (channel == null) {
      channel =
          NettyChannelBuilder.forAddress("127.0.0.1", receiver.grpcAddress().getPort())
              .usePlaintext()
              .build();
    }
    return channel;
  }

  /** Calls Export with any bytes. */
  byte[] export(Signal signal, byte[] request) throws IOException {
    return export(signal, request, CallOptions.DEFAULT);
  }

  byte[] export(Signal signal, byte[] request, CallOptions options) throws IOException {
    return ClientCalls.blockingUnaryCall(
            channel(),
            OtlpMethods.export(signal),
            options.withDeadlineAfter(30, TimeUnit.SECONDS),
            RawMessage.of(request))
        .bytes();
  }

  double counted(String name) {
    return settings.meter().value(name);
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
    receiver.shutdown(GRACE).toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    settings.close();
  }
}
