package dev.millrace.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Extension;
import dev.millrace.component.Host;
import dev.millrace.component.StartException;
import dev.millrace.data.Signal;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.TestGate;
import io.grpc.CallOptions;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpAdmissionTest {
  private static final String JSON = "application/json";
  private static final Map<String, ?> KEYS =
      Map.of("auth", Map.of("authenticator", "gate"), "middlewares", List.of(Map.of("id", "gate")));

  private final TestGate gate = new TestGate();
  private final BatchSink sink = new BatchSink();

  private RunningOtlp start(Map<String, ?> grpc, Map<String, ?> http) {
    return new RunningOtlp(
        RunningOtlp.protocols(grpc, http), host(), sink, Signal.TRACES, Signal.LOGS);
  }

  private Host host() {
    return id -> id.equals(ComponentId.parse("gate")) ? gate : other(id);
  }

  private static Extension other(ComponentId id) {
    return id.equals(ComponentId.parse("other")) ? new Other() : null;
  }

  @Test
  void knownSender_isPassedOnWithWhatWasFoundOut() throws Exception {
    try (RunningOtlp running = start(KEYS, KEYS)) {
      byte[] body = Requests.json();
      assertThat(running.post("/v1/traces", JSON, body, "token", "good").statusCode())
          .isEqualTo(200);
    }
    assertThat(sink.itemCount()).isEqualTo(1);
    assertThat(sink.contexts().get(0).auth()).isEqualTo(Map.of("subject", "somebody"));
  }

  @Test
  void unknownSender_isRefusedInTheEncodingOfItsRequest() {
    try (RunningOtlp running = start(KEYS, KEYS)) {
      HttpResponse<byte[]> json = running.post("/v1/traces", JSON, Requests.json());
      assertThat(json.statusCode()).isEqualTo(401);
      assertThat(json.headers().firstValue("www-authenticate")).hasValue("Token realm=\"test\"");
      assertThat(text(json)).isEqualTo("{\"code\":16,\"message\":\"unauthenticated\"}");
      assertThat(running.post("/nowhere", "text/plain", new byte[1]).statusCode()).isEqualTo(401);
      StatusRuntimeException rpc =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> running.export(Signal.TRACES, Requests.protobuf(), CallOptions.DEFAULT));
      assertThat(rpc.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
    }
    assertThat(sink.itemCount()).isZero();
  }

  @Test
  void shutGate_answersWithADelay() {
    gate.shut(Duration.ofSeconds(4));
    try (RunningOtlp running = start(KEYS, KEYS)) {
      HttpResponse<byte[]> json = running.post("/v1/traces", JSON, Requests.json());
      assertThat(json.statusCode()).isEqualTo(429);
      assertThat(json.headers().firstValue("retry-after")).hasValue("4");
      assertThat(text(json)).contains("\"code\":8").contains("\"retryDelay\":\"4s\"");
    }
  }

  @Test
  void preflight_isAnsweredToEverybody() {
    Map<String, Object> http = new java.util.HashMap<>(KEYS);
    http.put("cors", Map.of("allowed_origins", List.of("*")));
    try (RunningOtlp running = start(Map.of(), http)) {
      HttpResponse<byte[]> answer =
          running.send(
              "OPTIONS",
              "/v1/traces",
              "",
              new byte[0],
              "Origin",
              "https://a.example",
              "Access-Control-Request-Method",
              "POST");
      assertThat(answer.statusCode()).isEqualTo(204);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          grpc | auth | none | failed to resolve authenticator "none": authenticator not found
          http | auth | none | failed to resolve authenticator "none": authenticator not found
          http | auth | other | requested authenticator is not a server authenticator
          http | middlewares | none | failed to resolve middleware "none": middleware not found
          grpc | middlewares | none | middleware: failed to resolve middleware "none": middleware
          http | middlewares | other | requested extension is not an HTTP server middleware
          grpc | middlewares | other | middleware: requested extension is not a gRPC server middleware
          """)
  void start_saysWhichExtensionIsMissing(String protocol, String key, String id, String expected) {
    Map<String, ?> keys =
        key.equals("auth")
            ? Map.of("auth", Map.of("authenticator", id))
            : Map.of("middlewares", List.of(Map.of("id", id)));
    boolean isGrpc = protocol.equals("grpc");
    assertThatThrownBy(() -> start(isGrpc ? keys : Map.of(), isGrpc ? Map.of() : keys).close())
        .hasRootCauseInstanceOf(StartException.class)
        .rootCause()
        .hasMessageContaining(expected);
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static final class Other implements Extension {
    @Override
    public CompletionStage<Void> start(Host host) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> shutdown(Duration grace) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
