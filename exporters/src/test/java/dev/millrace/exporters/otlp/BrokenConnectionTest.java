package dev.millrace.exporters.otlp;

import static dev.millrace.exporters.OtlpSamples.batch;
import static dev.millrace.exporters.OtlpSamples.failure;
import static dev.millrace.exporters.OtlpSamples.traces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.RetryableException;
import dev.millrace.exporters.OtlpSamples;
import dev.millrace.testkit.TestSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever breaks a connection says nothing about the batch: it is sent again. */
class BrokenConnectionTest {
  private static final String SETTINGS = "000000040000000000";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "deadbeef00112233445566778899", // garbage
        "485454502f312e3120343030204e6f0d0a0d0a", // HTTP/1.1 400 No
        SETTINGS, // ends after the greeting
        SETTINGS + "00000101", // in the head of a frame
        SETTINGS + "000005010400000001" + "ffffffffff", // headers that cannot be unpacked
        SETTINGS + "0000040300000000ff00000000", // a reset of a stream that is none
        SETTINGS + "0000080700000000000000000000000002", // goes away, with an error
      })
  void consume_failsAsRetryable(String says) throws Exception {
    Map<String, Object> off = Map.of("enabled", false);
    CompletableFuture<Void> serving;
    byte[] bytes = HexFormat.of().parseHex(says);
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        TestSettings settings = new TestSettings()) {
      serving = CompletableFuture.runAsync(() -> serve(server, bytes));
      Exporter exporter =
          OtlpSamples.exporter(
              new OtlpGrpcFactory(),
              settings,
              Map.of(
                  "endpoint",
                  "localhost:" + server.getLocalPort(),
                  "tls",
                  Map.of("insecure", true),
                  "sending_queue",
                  off,
                  "retry_on_failure",
                  off));
      Throwable failure = failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY));
      assertThat(failure).isInstanceOf(RetryableException.class);
      assertThat(failure.getMessage()).doesNotContain("null");
      exporter.shutdown(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
    serving.get(10, TimeUnit.SECONDS);
  }

  private static void serve(ServerSocket server, byte[] says) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read(new byte[1000]);
        socket.getOutputStream().write(says);
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
