package dev.millrace.exporters.otlphttp;

import static dev.millrace.exporters.OtlpSamples.batch;
import static dev.millrace.exporters.OtlpSamples.failure;
import static dev.millrace.exporters.OtlpSamples.traces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.RetryableException;
import dev.millrace.component.StartException;
import dev.millrace.exporters.OtlpSamples;
import dev.millrace.net.tls.PemSource;
import dev.millrace.net.tls.ServerTls;
import dev.millrace.net.tls.ServerTlsSettings;
import dev.millrace.testkit.TestCertificates;
import dev.millrace.testkit.TestCertificates.Identity;
import dev.millrace.testkit.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpHttpTlsTest {
  private static final Map<String, ?> OFF = Map.of("enabled", false);

  @TempDir static Path folder;
  private static Identity server;
  private static Identity client;
  private static HttpBackend backend;

  @BeforeAll
  static void start() throws Exception {
    server = TestCertificates.selfSigned(folder, "server", "ip:127.0.0.1");
    client = TestCertificates.selfSigned(folder, "client", "dns:client");
    ServerTlsSettings settings =
        ServerTlsSettings.of(
                new PemSource("cert_file", server.certificate().toString(), null),
                new PemSource("key_file", server.key().toString(), null))
            .withClientAuthorities(
                new PemSource("client_ca_file", client.certificate().toString(), null));
    backend = new HttpBackend(blocking -> new ServerTls(settings, blocking));
  }

  @AfterAll
  static void stop() {
    backend.close();
  }

  private static @Nullable Exception send(Map<String, ?> tls) throws Exception {
    try (TestSettings settings = new TestSettings()) {
      Exporter exporter =
          OtlpSamples.exporter(
              new OtlpHttpFactory(),
              settings,
              Map.of(
                  "endpoint",
                  backend.url().replace("http://", "https://"),
                  "tls",
                  tls,
                  "sending_queue",
                  OFF,
                  "retry_on_failure",
                  OFF));
      Exception failure = failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY));
      exporter.shutdown(Duration.ofSeconds(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
      return failure;
    }
  }

  @Test
  void authorityAndCertificate_areUsed() throws Exception {
    assertThat(
            send(
                Map.of(
                    "ca_file",
                    server.certificate().toString(),
                    "cert_file",
                    client.certificate().toString(),
                    "key_file",
                    client.key().toString())))
        .isNull();
  }

  @Test
  void missingCertificate_isRefusedByTheBackend() throws Exception {
    assertThat(send(Map.of("ca_file", server.certificate().toString())))
        .isInstanceOf(RetryableException.class);
  }

  @Test
  void unknownAuthority_isNotTrusted() throws Exception {
    assertThat(send(Map.of()))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("TLS with 127.0.0.1");
  }

  @Test
  void start_refusesFilesThatItCannotRead() {
    String missing = folder.resolve("missing.key").toString();
    assertThatThrownBy(
            () -> send(Map.of("cert_file", client.certificate().toString(), "key_file", missing)))
        .cause()
        .isInstanceOf(StartException.class)
        .hasMessage("failed to load TLS config: key_file: no such file \"%s\"", missing);
  }
}
