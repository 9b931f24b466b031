package dev.millrace.net.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.data.Signal;
import dev.millrace.net.ByteBudget;
import dev.millrace.net.Endpoint;
import dev.millrace.net.TestLoops;
import io.grpc.CallOptions;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server reads of compressed messages, made by the formats' own tools. */
class GrpcDecompressionTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private final ByteBudget budget = new ByteBudget(50_000_000);
  private GrpcServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        GrpcServer.start(
                LOOPS.get().next(),
                GrpcServerSettings.defaults(Endpoint.parse("127.0.0.1:0"), LOOPS.get().blocking()),
                budget,
                Map.of(
                    OtlpMethods.export(Signal.LOGS),
                    exchange ->
                        CompletableFuture.completedFuture(
                            GrpcAnswer.of(Integer.toString(exchange.message().length).getBytes()))))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    server.stop(Duration.ofSeconds(5)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(budget.reservedBytes()).isZero();
  }

  private String call(String coding, byte[] packed) throws Exception {
    CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
    registry.register(new Prepared(coding, packed));
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.address().getPort())
            .usePlaintext()
            .compressorRegistry(registry)
            .build();
    try {
      return new String(
          ClientCalls.blockingUnaryCall(
                  channel,
                  OtlpMethods.export(Signal.LOGS),
                  CallOptions.DEFAULT
                      .withCompression(coding)
                      .withDeadlineAfter(30, TimeUnit.SECONDS),
                  RawMessage.of(new byte[1]))
              .bytes());
    } finally {
      channel.shutdownNow();
      channel.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private static byte[] vector(String file) throws IOException {
    try (InputStream in = GrpcDecompressionTest.class.getResourceAsStream("/compression/" + file)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "snappy, framed.snappy",
    "snappy, block.snappy",
    "zstd, several.zst",
    "gzip, several.gz"
  })
  void message_isRead(String coding, String file) throws Exception {
    assertThat(call(coding, vector(file))).isEqualTo("124427");
  }

  @Test
  void damagedMessage_isTheSendersFault() throws Exception {
    byte[] damaged = vector("framed.snappy");
    damaged[14] ^= 1;

    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> call("snappy", damaged));

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription())
        .isEqualTo("cannot decompress: snappy: invalid checksum");
  }

  @Test
  void bomb_isRefused() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    byte[] million = vector("zeros-framed.snappy");
    for (int i = 0; i < 5; i++) {
      bomb.writeBytes(million);
    }

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> call("snappy", bomb.toByteArray()));

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void unknownCoding_isUnimplemented() {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> call("br", new byte[10]));

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNIMPLEMENTED);
  }

  /** Sends the same bytes whatever it is to compress. */
  private record Prepared(String coding, byte[] packed) implements Compressor {
    @Override
    public String getMessageEncoding() {
      return coding;
    }

    @Override
    public OutputStream compress(OutputStream out) {
      return new FilterOutputStream(out) {
        @Override
        public void write(int value) {}

        @Override
        public void write(byte[] array, int offset, int length) {}

        @Override
        public void close() throws IOException {
          out.write(packed);
          super.close();
        }
      };
    }
  }
}
