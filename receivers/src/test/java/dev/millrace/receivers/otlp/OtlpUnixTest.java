package dev.millrace.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.data.Signal;
import dev.millrace.testkit.BatchSink;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpUnixTest {
  @TempDir Path folder;

  @Test
  void unixSockets_areServedAndGoAtShutdown() throws Exception {
    Path http = folder.resolve("http.sock");
    Path grpc = folder.resolve("grpc.sock");
    BatchSink sink = new BatchSink();
    Map<String, Object> protocols =
        RunningOtlp.protocols(
            Map.of("transport", "unix", "endpoint", "unix://" + grpc),
            Map.of("transport", "unix", "endpoint", http.toString()));
    try (RunningOtlp otlp = new RunningOtlp(protocols, sink, Signal.TRACES)) {
      assertThat(otlp.receiver).isNotNull();
      assertThat(grpc).exists();
      assertThat(post(http, Requests.protobuf())).startsWith("HTTP/1.1 200 OK");
      assertThat(sink.itemCount()).isEqualTo(1);
    }
    assertThat(http).doesNotExist();
    assertThat(grpc).doesNotExist();
  }

  private static String post(Path socket, byte[] body) throws Exception {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String head =
          "POST /v1/traces HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
              + "Content-Type: application/x-protobuf\r\nContent-Length: %d\r\n\r\n";
      client.write(
          ByteBuffer.wrap(head.formatted(body.length).getBytes(StandardCharsets.US_ASCII)));
      client.write(ByteBuffer.wrap(body));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      while (client.read(answer) >= 0) {
        assertThat(answer.hasRemaining()).isTrue();
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
  }
}
