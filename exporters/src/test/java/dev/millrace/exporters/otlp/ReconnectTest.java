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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ReconnectTest {
  // By then grpc-java by itself would try again after four seconds.
  private static final Duration OUTAGE = Duration.ofSeconds(6);

  @Test
  void consume_connectsAtOnce_howeverLongTheBackendWasAway() throws Exception {
    Map<String, Object> off = Map.of("enabled", false);
    InetSocketAddress address;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = (InetSocketAddress) free.getLocalSocketAddress();
    }
    try (TestSettings settings = new TestSettings()) {
      Exporter exporter =
          OtlpSamples.exporter(
              new OtlpGrpcFactory(),
              settings,
              Map.of(
                  "endpoint",
                  "127.0.0.1:" + address.getPort(),
                  "tls",
                  Map.of("insecure", true),
                  "sending_queue",
                  off,
                  "retry_on_failure",
                  off));
      assertThat(send(exporter)).isInstanceOf(RetryableException.class);
      LockSupport.parkNanos(OUTAGE.toNanos()); // the time is what is tested
      try (ServerSocket back = new ServerSocket()) {
        back.setReuseAddress(true);
        back.bind(address);
        assertThat(send(exporter)).isInstanceOf(RetryableException.class);
        assertThat(isConnected(back)).as("within 1.5 s").isTrue();
      }
      exporter.shutdown(Duration.ofSeconds(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private static Throwable send(Exporter exporter) throws Exception {
    return failure(exporter.consume(batch(traces("a", 1)), Context.EMPTY));
  }

  private static boolean isConnected(ServerSocket server) throws Exception {
    server.setSoTimeout(1500);
    try (Socket socket = server.accept()) {
      return socket.isConnected();
    } catch (SocketTimeoutException e) {
      return false;
    }
  }
}
