package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.millrace.net.HttpServerSettings.Limits;
import dev.millrace.net.HttpServerSettings.Timeouts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server takes compressed, and what it refuses, at the wire. */
class RequestCompressionTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private static final int LIMIT_BYTES = 500_000;

  private final ByteBudget budget = new ByteBudget(20_000_000);
  private final AtomicLong handled = new AtomicLong();
  private HttpServer server;

  @AfterEach
  void stop() throws Exception {
    server.stop(Duration.ofSeconds(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(budget.reservedBytes()).isZero();
  }

  private void start(Set<String> codings, ByteBudget ofServer) throws Exception {
    HttpServerSettings settings =
        HttpServerSettings.defaults(Endpoint.parse("127.0.0.1:0"), LOOPS.get().blocking())
            .with(new Limits(LIMIT_BYTES, 100), Timeouts.DEFAULTS, ofServer);
    server =
        HttpServer.start(
                LOOPS.get().next(),
                codings == null ? settings : settings.withCodings(codings),
                exchange -> {
                  handled.incrementAndGet();
                  String size = Integer.toString(exchange.body().length);
                  return CompletableFuture.completedFuture(
                      new HttpResponse(200, Map.of(), size.getBytes(StandardCharsets.UTF_8)));
                })
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  private String post(String coding, byte[] body) throws IOException {
    try (RawClient client = new RawClient(server.address())) {
      String header = coding.isEmpty() ? "" : "Content-Encoding: " + coding + "\r\n";
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\n%sContent-Length: %d\r\n\r\n"
              .formatted(header, body.length));
      client.send(body);
      return client.answer();
    }
  }

  private static byte[] vector(String file) throws IOException {
    try (InputStream in =
        RequestCompressionTest.class.getResourceAsStream("/compression/" + file)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "snappy, block.snappy",
    "snappy, framed.snappy",
    "x-snappy-framed, framed.snappy",
    "lz4, linked.lz4",
    "LZ4, sized.lz4",
    "lz4, several.lz4",
    "gzip, several.gz",
    "zstd, several.zst"
  })
  void body_isTaken(String coding, String file) throws Exception {
    start(null, budget);

    assertThat(post(coding, vector(file))).startsWith("HTTP/1.1 200 ").endsWith("\r\n124427");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zlib", "deflate", "zstd", "lz4", "snappy", "x-snappy-framed"})
  void bomb_isRefusedInBoundedMemory(String coding) throws Exception {
    // Enough for a body of the limit and what the decompressors hold, not for the bomb.
    ByteBudget small = new ByteBudget(4_000_000);
    start(null, small);

    assertThat(post(coding, bomb(coding))).startsWith("HTTP/1.1 413 ");
    assertThat(handled).hasValue(0);
    assertThat(small.reservedBytes()).isZero();
    assertThat(post("gzip", gzip(new byte[1000]))).startsWith("HTTP/1.1 200 ");
  }

  /** 10 MB of zeros where our library compresses, 1 MB from a file where not. */
  private static byte[] bomb(String coding) throws IOException {
    byte[] zeros = new byte[10_000_000];
    return switch (coding) {
      case "gzip" -> gzip(zeros);
      case "zstd" -> Zstd.compress(zeros);
      case "lz4" -> vector("zeros.lz4");
      case "x-snappy-framed" -> vector("zeros-framed.snappy");
      case "snappy" -> vector("zeros-block.snappy");
      default -> zlib(zeros);
    };
  }

  @Test
  void sizeThatIsDeclared_isRefusedAtOnce() throws Exception {
    start(null, budget);
    // 2^32 - 1 bytes, and no more than that.
    byte[] snappy = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};

    assertThat(post("snappy", snappy)).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void zstdWindow_countsAgainstTheBudget() throws Exception {
    start(null, new ByteBudget(4_000_000));
    // A frame that asks for 8 MiB, and holds one empty block.
    byte[] greedy = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (13 << 3), 1, 0, 0};

    assertThat(post("zstd", greedy)).startsWith("HTTP/1.1 503 ");
    byte[] modest = greedy.clone();
    modest[5] = 10 << 3;
    assertThat(post("zstd", modest)).startsWith("HTTP/1.1 200 ");
    byte[] enormous = greedy.clone();
    enormous[5] = (byte) (20 << 3);
    assertThat(post("zstd", enormous)).startsWith("HTTP/1.1 ").doesNotContain(" 200 ");
  }

  @ParameterizedTest
  @CsvSource({
    "snappy, ''",
    "snappy, plain text",
    "x-snappy-framed, plain text",
    "lz4, plain text",
    "lz4, ''",
    "zstd, plain text"
  })
  void garbage_isRefused(String coding, String body) throws Exception {
    start(null, budget);

    assertThat(post(coding, body.getBytes(StandardCharsets.UTF_8))).startsWith("HTTP/1.1 400 ");
    assertThat(handled).hasValue(0);
  }

  @Test
  void codings_areThoseThatAreConfigured() throws Exception {
    start(Set.of("gzip"), budget);
    byte[] plain = new byte[100];

    assertThat(post("gzip", gzip(plain))).startsWith("HTTP/1.1 200 ");
    assertThat(post("", plain))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("unsupported Content-Encoding: ");
    assertThat(post("zstd", Zstd.compress(plain)))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("unsupported Content-Encoding: zstd");
  }

  @Test
  void noCodings_takesWhatIsNotCompressed() throws Exception {
    start(Set.of(), budget);

    assertThat(post("", new byte[100])).startsWith("HTTP/1.1 200 ");
    assertThat(post("gzip", gzip(new byte[100]))).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void cutOffBody_isRefusedAndGivenBack() throws Exception {
    start(null, budget);
    byte[] whole = vector("sized.lz4");

    assertThat(post("lz4", Arrays.copyOf(whole, whole.length / 2))).startsWith("HTTP/1.1 400 ");
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] zlib(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(plain);
    }
    return out.toByteArray();
  }
}
