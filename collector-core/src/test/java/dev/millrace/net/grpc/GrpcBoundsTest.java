package dev.millrace.net.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.data.Signal;
import dev.millrace.net.ByteBudget;
import dev.millrace.net.Endpoint;
import dev.millrace.net.TestLoops;
import dev.millrace.net.grpc.GrpcServerSettings.KeepAlive;
import dev.millrace.net.grpc.GrpcServerSettings.Limits;
import dev.millrace.net.grpc.RawHttp2.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bounds of a gRPC server, frame by frame. */
class GrpcBoundsTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private static final int NO_ERROR = 0;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final String METHOD = OtlpMethods.export(Signal.LOGS).getFullMethodName();
  private static final Limits LIMITS = new Limits(1_000_000, 10, 100, 3);

  private final ByteBudget budget = new ByteBudget(10_000_000);
  private GrpcServer server;

  @AfterEach
  void stop() throws Exception {
    server.stop(Duration.ofSeconds(1)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    // A call's end is told on its connection's event loop, which may still be at it.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (budget.reservedBytes() != 0) {
      assertThat(System.nanoTime()).as("given back in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void start(KeepAlive keepAlive) throws Exception {
    server =
        GrpcServer.start(
                LOOPS.get().next(),
                new GrpcServerSettings(
                    Endpoint.parse("127.0.0.1:0"), null, LIMITS, keepAlive, LOOPS.get().blocking()),
                budget,
                Map.of(
                    OtlpMethods.export(Signal.LOGS),
                    exchange ->
                        CompletableFuture.completedFuture(GrpcAnswer.of(exchange.message()))))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  private static KeepAlive keepAlive(
      Duration idle, Duration age, Duration time, Duration timeout, boolean withoutStream) {
    return new KeepAlive(
        idle, age, Duration.ofMillis(100), time, timeout, Duration.ofMinutes(5), withoutStream);
  }

  private static boolean isAnswered(RawHttp2 client, int stream) throws IOException {
    client.call(stream, METHOD);
    Frame head = client.next(RawHttp2.HEADERS);
    while (head.stream() != stream) {
      head = client.next(RawHttp2.HEADERS); // the trailers of the call before
    }
    return true;
  }

  @Test
  void connections_beyondTheLimitAreClosedAndTheNextOnesTaken() throws Exception {
    start(KeepAlive.DEFAULTS);
    List<RawHttp2> open = new ArrayList<>();
    for (int i = 0; i < LIMITS.maxConnections(); i++) {
      RawHttp2 client = new RawHttp2(server.address());
      assertThat(isAnswered(client, 1)).isTrue();
      open.add(client);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(isRefused()).isTrue();
    }
    assertThat(isAnswered(open.get(0), 3)).isTrue();

    open.remove(0).close();

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (isRefused()) {
      assertThat(System.nanoTime()).as("taken in time").isLessThan(deadline);
    }
    for (RawHttp2 client : open) {
      client.close();
    }
  }

  private boolean isRefused() throws IOException {
    try (RawHttp2 client = new RawHttp2(server.address())) {
      return !isAnswered(client, 1);
    } catch (IOException closed) {
      return true;
    }
  }

  @Test
  void pings_thatComeTooOftenEndTheConnection() throws Exception {
    start(KeepAlive.DEFAULTS);
    try (RawHttp2 client = new RawHttp2(server.address())) {
      for (int i = 0; i < 4; i++) {
        client.ping();
      }
      Frame away = client.next(RawHttp2.GO_AWAY);
      assertThat(away.goAwayCode()).isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(away.goAwayText()).isEqualTo("too_many_pings");
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void silentClient_isPingedAndClosed() throws Exception {
    Duration never = KeepAlive.NEVER;
    // grpc-java pings every ten seconds at most.
    start(keepAlive(never, never, Duration.ofSeconds(1), Duration.ofMillis(500), false));
    try (RawHttp2 client = new RawHttp2(server.address())) {
      Frame ping = client.next(RawHttp2.PING);
      assertThat(ping.flags()).isZero();
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void oldConnection_isToldToGo() throws Exception {
    start(
        keepAlive(
            KeepAlive.NEVER,
            Duration.ofSeconds(1),
            Duration.ofHours(2),
            Duration.ofSeconds(20),
            false));
    try (RawHttp2 client = new RawHttp2(server.address())) {
      assertThat(isAnswered(client, 1)).isTrue();
      Frame away = client.next(RawHttp2.GO_AWAY);
      assertThat(away.goAwayCode()).isEqualTo(NO_ERROR);
      assertThat(away.goAwayText()).isEqualTo("max_age");
    }
  }

  @Test
  void idleConnection_isToldToGo() throws Exception {
    start(
        keepAlive(
            Duration.ofSeconds(1),
            KeepAlive.NEVER,
            Duration.ofHours(2),
            Duration.ofSeconds(20),
            false));
    try (RawHttp2 client = new RawHttp2(server.address())) {
      assertThat(isAnswered(client, 1)).isTrue();
      Frame away = client.next(RawHttp2.GO_AWAY);
      assertThat(away.goAwayText()).isEqualTo("max_idle");
    }
  }

  @Test
  void streams_areBoundedAndTheBoundIsTold() throws Exception {
    start(KeepAlive.DEFAULTS);
    try (RawHttp2 client = new RawHttp2(server.address())) {
      byte[] settings = client.next(RawHttp2.SETTINGS).payload();
      assertThat(setting(settings, MAX_CONCURRENT_STREAMS)).isEqualTo(10);
      for (int i = 0; i <= 10; i++) {
        client.begin(1 + 2 * i, METHOD);
      }
      Frame refused = client.next(RawHttp2.RST_STREAM);
      assertThat(refused.stream()).isEqualTo(21);
      assertThat(refused.payload()).containsExactly(0, 0, 0, 7);
    }
  }

  private static int setting(byte[] settings, int id) {
    for (int at = 0; at < settings.length; at += 6) {
      if (settings[at + 1] == id) {
        return (settings[at + 4] & 0xff) << 8 | (settings[at + 5] & 0xff);
      }
    }
    return -1;
  }

  @Test
  void rapidResets_endTheConnectionAndNobodyElses() throws Exception {
    start(KeepAlive.DEFAULTS);
    try (RawHttp2 attacker = new RawHttp2(server.address());
        RawHttp2 other = new RawHttp2(server.address())) {
      assertThat(isAnswered(other, 1)).isTrue();
      for (int i = 0; i < 2100; i++) {
        try {
          attacker.begin(1 + 2 * i, METHOD);
          attacker.reset(1 + 2 * i);
        } catch (IOException closed) {
          break;
        }
      }
      assertThat(attacker.isClosedByPeer()).isTrue();
      assertThat(isAnswered(other, 3)).isTrue();
    }
  }

  @Test
  void garbage_isClosed() throws Exception {
    start(KeepAlive.DEFAULTS);
    try (var client = new dev.millrace.net.RawClient(server.address())) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.rest();
    }
    try (RawHttp2 other = new RawHttp2(server.address())) {
      assertThat(isAnswered(other, 1)).isTrue();
    }
  }
}
