package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are broken, slow or hostile: one collector with a small heap bears them all, says
 * what is wrong to those that can be told, and serves a good client throughout.
 */
class ClientFaultsIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final boolean LONG = Boolean.getBoolean("long.tests");
  private static final int IDLE_CONNECTIONS = LONG ? Math.min(10_000, files() - 500) : 1_000;
  private static final int STALLED = 100;
  private static final long MOST_RESIDENT_KB = 400 * 1024;
  private static final List<String> GRPC_CODINGS = List.of("gzip", "zstd", "snappy");
  // INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNIMPLEMENTED
  private static final List<String> GRPC_REFUSALS = List.of("3", "8", "12");

  @TempDir static Path directory;

  private static final int GRPC = Ports.free();
  private static final int HTTP = Ports.free();

  private static OtlpSink sink;
  private static CollectorProcess collector;
  private static GoodClient good;
  private long before;

  @BeforeAll
  static void start() {
    sink = new OtlpSink();
    collector =
        CollectorProcess.with(Ports.ownMetricsAt(Ports.free()))
            .jvmOption("-Xmx128m")
            .config(
                directory,
                """
                receivers:
                  otlp:
                    protocols:
                      grpc: {endpoint: "localhost:%d"}
                      http: {endpoint: "localhost:%d", read_header_timeout: 2s}
                exporters:
                  otlp_http: {endpoint: "%s"}
                service:
                  pipelines:
                    traces: {receivers: [otlp], exporters: [otlp_http]}
                """
                    .formatted(GRPC, HTTP, sink.httpEndpoint()))
            .startAndAwaitReady();
    good = new GoodClient(GRPC, HTTP);
  }

  @AfterAll
  static void stop() throws IOException {
    good.close();
    try (CollectorProcess running = collector) {
      long resident = residentKb("VmHWM:");
      System.out.printf(
          "peak resident memory under client faults with -Xmx128m: %d MB%n", resident / 1024);
      assertThat(resident).as("peak resident memory in kB").isLessThan(MOST_RESIDENT_KB);
      running.stop().assertExitCode(0);
      Await.until(
          "what the good client sent",
          LIMIT,
          () -> count("good") >= good.taken(),
          () -> count("good") + " of " + good.taken());
      assertThat(running.stderr().text())
          .doesNotContain("OutOfMemoryError")
          .doesNotContain("LEAK")
          .doesNotContain("\tat ");
    } finally {
      sink.close();
    }
  }

  /** How many this process may open, and so the collector. */
  private static int files() {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount());
  }

  private static long count(String name) {
    return sink.spans().stream().filter(span -> span.getName().equals(name)).count();
  }

  private static long residentKb(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + collector.pid() + "/status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  @BeforeEach
  void goodClientIsServed() {
    before = good.taken();
  }

  @AfterEach
  void goodClientWasServed() {
    assertThat(collector.isAlive()).as(collector.stderr().text()).isTrue();
    good.assertServed(before, LIMIT);
  }

  @Test
  void halfARequest_thatStalls() throws IOException {
    List<AutoCloseable> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < STALLED; i++) {
        RawHttp2 call = new RawHttp2(GRPC);
        byte[] half = RawHttp2.message(0, 100_000, new byte[40_000]);
        call.send(RawHttp2.call(1));
        for (int at = 0; at < half.length; at += 10_000) {
          byte[] piece = Arrays.copyOfRange(half, at, Math.min(at + 10_000, half.length));
          call.send(RawHttp2.frame(RawHttp2.DATA, 0, 1, piece));
        }
        call.send(new byte[] {0, 0, 100}); // and the beginning of another frame
        stalled.add(call);
        RawSocket post = new RawSocket(HTTP);
        post.send(head("Content-Length: 100000")).send(new byte[40_000]);
        stalled.add(post);
      }
      good.assertServed(good.taken(), LIMIT);
      RawSocket last = (RawSocket) stalled.get(stalled.size() - 1);
      assertThat(last.rest()).as("closed when nothing more came").isEmpty();
    } finally {
      closeAll(stalled);
    }
  }

  @Test
  void idleConnections_byTheThousand() throws IOException {
    List<AutoCloseable> idle = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE_CONNECTIONS / 2; i++) {
        idle.add(i % 2 == 0 ? new RawSocket(GRPC) : new RawHttp2(GRPC));
        idle.add(new RawSocket(HTTP));
      }
      good.assertServed(good.taken(), LIMIT);
      assertThat(residentKb("VmRSS:")).isLessThan(MOST_RESIDENT_KB);
    } finally {
      closeAll(idle);
    }
  }

  @Test
  void slowLoris_isClosed() throws IOException {
    List<AutoCloseable> slow = new ArrayList<>();
    try {
      long started = System.nanoTime();
      for (int i = 0; i < STALLED; i++) {
        slow.add(new RawSocket(HTTP).send("POST /v1/traces HTTP/1.1\r\nHost: x\r\nA"));
      }
      int open = slow.size();
      while (open > 0) {
        open = 0;
        for (AutoCloseable each : slow) {
          open += feeds((RawSocket) each) ? 1 : 0;
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started))
            .as("%d fed byte by byte", open)
            .isLessThan(LIMIT);
      }
    } finally {
      closeAll(slow);
    }
  }

  /** One more byte; false when the other side has closed. */
  private static boolean feeds(RawSocket socket) {
    try {
      socket.timeout(Duration.ofMillis(5));
      socket.send("a");
      return socket.input().read() >= 0;
    } catch (java.net.SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void bombs_areRefusedOverHttp() throws Exception {
    for (Map.Entry<String, byte[]> bomb : Bombs.all().entrySet()) {
      for (String type : List.of("application/x-protobuf", "application/json")) {
        assertThat(post(type, bomb.getKey(), bomb.getValue())).as(bomb.getKey()).isEqualTo(413);
      }
    }
    assertThat(post("application/x-protobuf", "zstd", Bombs.zstd(10, 0xf8)))
        .as("a window of terabytes")
        .isIn(400, 413);
  }

  @Test
  void bombs_areRefusedOverGrpc() throws IOException {
    for (Map.Entry<String, byte[]> bomb : Bombs.all().entrySet()) {
      try (RawHttp2 call = new RawHttp2(GRPC)) {
        String coding = bomb.getKey();
        byte[] message = RawHttp2.message(1, bomb.getValue().length, bomb.getValue());
        call.send(RawHttp2.call(1, "grpc-encoding", coding));
        call.sendData(1, message);
        String status = call.status(1);
        if (GRPC_CODINGS.contains(coding)) {
          assertThat(status).as(coding).isIn(GRPC_REFUSALS);
        } else {
          // A status, or a reset because there is still more to come.
          assertThat(status).as(coding).isIn("12", null);
        }
      }
    }
  }

  @Test
  void lengthOf4Gigabytes_isRefusedUnread() throws IOException {
    for (long length : new long[] {0xffffffffL, 0x80000000L, 0x7fffffffL, 100 << 20}) {
      for (int flag : new int[] {0, 1, 2, 255}) {
        try (RawHttp2 call = new RawHttp2(GRPC)) {
          call.send(RawHttp2.call(1));
          call.send(
              RawHttp2.frame(RawHttp2.DATA, 0, 1, RawHttp2.message(flag, length, new byte[1000])));
          String status = call.status(1);
          assertThat(status).as("%d, flag %d", length, flag).isNotEqualTo("0");
        }
      }
    }
    for (String length : List.of("4294967296", "99999999999999999999", "-1", "1e9", "5, 6")) {
      try (RawSocket post = new RawSocket(HTTP)) {
        post.send(head("Content-Length: " + length));
        assertThat(post.rest()).as(length).containsPattern("^HTTP/1.1 (400|413) ");
      }
    }
  }

  @Test
  void rapidReset_isThrownOut() throws IOException {
    for (int connection = 0; connection < 3; connection++) {
      try (RawHttp2 attacker = new RawHttp2(GRPC)) {
        byte[] reset = {0, 0, 0, 8};
        try {
          for (int i = 0; i < 20_000; i++) {
            int stream = 2 * i + 1;
            attacker.send(RawHttp2.call(stream));
            attacker.send(RawHttp2.frame(RawHttp2.RST_STREAM, 0, stream, reset));
          }
        } catch (IOException e) {
          continue; // thrown out while it was at it
        }
        attacker.awaitEnd();
      }
    }
  }

  @Test
  void floods_areBorne() throws IOException {
    byte[] ping = RawHttp2.frame(RawHttp2.PING, 0, 0, new byte[8]);
    byte[] settings = RawHttp2.frame(RawHttp2.SETTINGS, 0, 0, new byte[] {0, 3, 0, 0, 0, 9});
    byte[] more = RawHttp2.frame(RawHttp2.CONTINUATION, 0, 1, new byte[16_000]);
    byte[] empty = RawHttp2.frame(RawHttp2.DATA, 0, 1, new byte[0]);
    byte[] open = RawHttp2.call(1);
    byte[] unfinished = open.clone();
    unfinished[4] = 0; // no END_HEADERS
    flood(new byte[0], ping, 200_000);
    flood(new byte[0], settings, 200_000);
    flood(unfinished, more, 2_000);
    flood(open, empty, 200_000);
  }

  /** Sends the same frame again and again without ever reading an answer. */
  private static void flood(byte[] first, byte[] frame, int times) throws IOException {
    try (RawHttp2 attacker = new RawHttp2(GRPC)) {
      attacker.send(first);
      byte[] many = new byte[frame.length * 100];
      for (int i = 0; i < 100; i++) {
        System.arraycopy(frame, 0, many, i * frame.length, frame.length);
      }
      attacker.give(Duration.ofSeconds(3), many, times / 100);
    }
  }

  @Test
  void invalidUtf8_isRefused() throws Exception {
    byte[] request = Spans.named("invalid").toByteArray();
    byte[] broken =
        replaced(request, "invalid", new byte[] {'i', (byte) 0xff, 'v', 'a', 'l', 'i', 'd'});
    byte[] surrogate =
        replaced(
            request,
            "invalid",
            new byte[] {'i', 'n', (byte) 0xed, (byte) 0xa0, (byte) 0x80, 'i', 'd'});
    byte[] overlong =
        replaced(
            request, "invalid", new byte[] {'i', 'n', (byte) 0xc0, (byte) 0x80, 'l', 'i', 'd'});
    for (byte[] each : List.of(broken, surrogate, overlong)) {
      assertThat(post("application/x-protobuf", "", each)).isEqualTo(400);
      try (RawHttp2 call = new RawHttp2(GRPC)) {
        call.send(RawHttp2.call(1));
        call.sendData(1, RawHttp2.message(0, each.length, each));
        assertThat(call.status(1)).isEqualTo("3");
      }
    }
    byte[] json =
        "{\"resourceSpans\":[{\"schemaUrl\":\"\u00ff\"}]}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(post("application/json", "", json)).isEqualTo(400);
  }

  private static byte[] replaced(byte[] request, String name, byte[] by) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    return text.replace(name, new String(by, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void truncatedMessages_atEveryByte() throws Exception {
    byte[] request = Spans.named("one", "two").toByteArray();
    byte[] json =
        "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"a\",\"value\":{\"arrayValue\":"
            .concat(
                "{\"values\":[{\"intValue\":\"1\"},{\"boolValue\":true}]}}}]},\"scopeSpans\":[{}]}]}")
            .getBytes(StandardCharsets.UTF_8);
    try (RawHttp2 calls = new RawHttp2(GRPC)) {
      for (int length = 0; length < request.length; length++) {
        byte[] part = Arrays.copyOf(request, length);
        boolean isValid = isValid(part);
        assertThat(post("application/x-protobuf", "", part))
            .as("%d bytes", length)
            .isEqualTo(isValid ? 200 : 400);
        int stream = 2 * length + 1;
        calls.send(RawHttp2.call(stream));
        calls.sendData(stream, RawHttp2.message(0, part.length, part));
        assertThat(calls.status(stream)).as("%d bytes", length).isEqualTo(isValid ? "0" : "3");
      }
    }
    for (int length = 1; length < json.length; length++) {
      byte[] part = Arrays.copyOf(json, length);
      assertThat(post("application/json", "", part)).as("%d bytes", length).isEqualTo(400);
    }
    assertThat(post("application/json", "", json)).isEqualTo(200);
  }

  private static boolean isValid(byte[] request) {
    try {
      ExportTraceServiceRequest.parseFrom(request);
      return true;
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      return false;
    }
  }

  @Test
  void framesThatEndEarly_areRefused() throws IOException {
    byte[] request = Spans.named("cut").toByteArray();
    byte[] message = RawHttp2.message(0, request.length, request);
    for (int length = 0; length < message.length; length++) {
      try (RawHttp2 call = new RawHttp2(GRPC)) {
        call.send(RawHttp2.call(1));
        call.sendData(1, Arrays.copyOf(message, length));
        assertThat(call.status(1)).as("%d of %d bytes", length, message.length).isNotEqualTo("0");
      }
    }
    assertThat(count("cut")).isZero();
  }

  @Test
  void unknownContentTypes_areRefused() throws Exception {
    byte[] request = Spans.named("typed").toByteArray();
    for (String type : List.of("text/plain", "application/xml", "", "/", ";", "application/grpc")) {
      assertThat(post(type, "", request)).as(type).isEqualTo(415);
    }
    assertThat(post("application/x-protobuf", "br", request)).isEqualTo(400);
    assertThat(post("application/x-protobuf", "gzip", request)).isEqualTo(400);
    assertThat(post("application/x-protobuf; a=b", "", request)).isEqualTo(200);
  }

  @Test
  void garbageOverHttp_isAnsweredOrClosed() throws IOException {
    String huge = "X-Huge: " + "h".repeat(200_000);
    assertThat(talk(head(huge))).startsWith("HTTP/1.1 431 ");
    assertThat(talk("GET /" + "u".repeat(200_000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 414 ");
    assertThat(talk(head("Bad Header\u0000: x"))).startsWith("HTTP/1.1 400 ");
    assertThat(talk(head("Transfer-Encoding: chunked") + "zz\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(talk("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc"))
        .as("a TLS client")
        .satisfiesAnyOf(
            text -> assertThat(text).isEmpty(),
            text -> assertThat(text).startsWith("HTTP/1.1 400 "));
    assertThat(talk("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).doesNotContain(" 200 ");
  }

  @Test
  void pipelinedGarbage_comesAfterGoodAnswers() throws IOException {
    String body = new String(Spans.named("piped").toByteArray(), StandardCharsets.ISO_8859_1);
    String request = head("Content-Length: " + body.length()) + body;
    String answers = talk(request.repeat(50) + "\u0000\u0001garbage\r\n\r\n" + request);
    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(51);
    assertThat(answers).contains("HTTP/1.1 400 ");
    Await.until("fifty", LIMIT, () -> count("piped") == 50, () -> "" + count("piped"));
  }

  private static String head(String header) {
    return """
    POST /v1/traces HTTP/1.1
    Host: localhost
    Content-Type: application/x-protobuf
    %s

    """
        .formatted(header)
        .replace("\n", "\r\n");
  }

  private static String talk(String text) throws IOException {
    try (RawSocket socket = new RawSocket(HTTP)) {
      try {
        socket.send(text);
      } catch (IOException e) {
        // It was refused before it had said all.
      }
      return socket.rest();
    }
  }

  private static int post(String type, String coding, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + HTTP + "/v1/traces"))
            .timeout(LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!coding.isEmpty()) {
      request.header("Content-Encoding", coding);
    }
    return Http.CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static void closeAll(List<AutoCloseable> all) {
    for (AutoCloseable each : all) {
      try {
        each.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
