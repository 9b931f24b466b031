package dev.millrace.exporters.otlp;

import static dev.millrace.exporters.OtlpSamples.batch;
import static dev.millrace.exporters.OtlpSamples.failure;
import static dev.millrace.exporters.OtlpSamples.traces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.ConsumeException;
import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.Extension;
import dev.millrace.component.Host;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.component.StartException;
import dev.millrace.exporters.Badge;
import dev.millrace.exporters.OtlpSamples;
import dev.millrace.testkit.TestSettings;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpGrpcAuthTest {
  private final TestSettings settings = new TestSettings();
  private final Badge badge = new Badge(false);
  private final GrpcBackend backend;
  private Exporter exporter;

  OtlpGrpcAuthTest() throws Exception {
    backend = new GrpcBackend(null);
  }

  @AfterEach
  void stop() throws Exception {
    if (exporter != null) {
      exporter.shutdown(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
    backend.close();
    settings.close();
  }

  private Exporter start(Host host) throws Exception {
    Map<String, Object> keys =
        Map.of(
            "endpoint", backend.endpoint(),
            "tls", Map.of("insecure", true),
            "headers", Map.of("x-own", "kept"),
            "auth", Map.of("authenticator", "badge"),
            "sending_queue", Map.of("enabled", false),
            "retry_on_failure", Map.of("enabled", false));
    return OtlpSamples.exporter(new OtlpGrpcFactory(), settings, keys, host);
  }

  @Test
  void send_goesOutWithWhatTheAuthenticatorGives_onceItHas() throws Exception {
    exporter = start(id -> badge);
    Context context = new Context(Map.of("tenant", List.of("a")), Map.of(), null);
    CompletionStage<Void> first = exporter.consume(batch(traces("a", 1)), context);
    assertThat(first.toCompletableFuture()).isNotDone();
    badge.hold.complete(null);
    assertThat(failure(first)).isNull();
    assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY))).isNull();
    Metadata seen = backend.nextHeaders();
    assertThat(header(seen, "x-badge")).isEqualTo("number 1");
    assertThat(header(seen, "x-tenant")).isEqualTo("a");
    assertThat(header(seen, "x-own")).isEqualTo("kept");
    assertThat(header(backend.nextHeaders(), "x-badge")).isEqualTo("number 2");
  }

  private static String header(Metadata headers, String name) {
    return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
  }

  @Test
  void start_refusesSecretsWithoutTls() {
    assertThatThrownBy(() -> start(id -> new Badge(true)))
        .rootCause()
        .hasMessage(
            "grpc: the credentials of authenticator \"badge\" require transport level security; set"
                + " tls::insecure: false");
  }

  @Test
  void start_refusesAnAuthenticatorThatIsNotThere() {
    assertThatThrownBy(() -> start(id -> null))
        .hasRootCauseInstanceOf(StartException.class)
        .rootCause()
        .hasMessageStartingWith(
            "failed to resolve authenticator \"badge\": authenticator not found");
  }

  @Test
  void start_refusesAnExtensionOfAnotherKind() {
    assertThatThrownBy(() ->
            start(id ->
                new Extension() {
                  @Override
                  public CompletionStage<Void> start(Host host) {
                    return CompletableFuture.completedFuture(null);
                  }

                  @Override
                  public CompletionStage<Void> shutdown(Duration grace) {
                    return CompletableFuture.completedFuture(null);
                  }
                }))
        .rootCause()
        .hasMessage("requested authenticator is not a gRPC client authenticator: \"badge\"");
  }

  @Test
  void send_failsAsTheAuthenticatorDoes() throws Exception {
    badge.failure = new RetryableException("no token yet");
    exporter = start(id -> badge);
    ConsumeException failure = failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY));
    assertThat(failure).isInstanceOf(RetryableException.class).hasMessage("no token yet");
    badge.failure = new PermanentException("never", null);
    assertThat(failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY)))
        .isInstanceOf(PermanentException.class);
  }

  @Test
  void send_refusesHeadersThatBreakTheirLine() throws Exception {
    badge.hold.complete(null);
    exporter = start(id -> badge);
    Context context = new Context(Map.of("tenant", List.of("a\r\nx-admin: 1")), Map.of(), null);
    assertThat(failure(exporter.consume(batch(traces("a", 1)), context)))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("\"x-tenant\" that cannot be sent");
  }
}
