package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Kind;
import dev.millrace.net.HttpServerSettings.Limits;
import dev.millrace.net.HttpServerSettings.Timeouts;
import dev.millrace.testkit.TestGate;
import dev.millrace.testkit.TestSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpAdmissionTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private static final String UNAUTHENTICATED =
      "otelcol_server_refused_requests{otelcol.component.id=web,otelcol.component.kind=receiver,"
          + "reason=unauthenticated,transport=http}";

  private final TestGate gate = new TestGate();
  private final BlockingQueue<HttpExchange> seen = new LinkedBlockingQueue<>();
  private final ByteBudget budget = new ByteBudget(10_000_000);
  private TestSettings settings;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    settings = new TestSettings();
    start(Timeouts.DEFAULTS);
  }

  private void start(Timeouts timeouts) throws Exception {
    Admission admission =
        Admission.of(
            settings.of(Kind.RECEIVER, "web"), "http", List.of(gate), gate, List.of("Token"));
    HttpServerSettings bounds =
        HttpServerSettings.defaults(new Endpoint("127.0.0.1", 0), LOOPS.get().blocking())
            .with(Limits.DEFAULTS, timeouts, budget);
    server =
        HttpServer.start(LOOPS.get().next(), bounds, admission, new Echo(seen))
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    server.stop(Duration.ofSeconds(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(budget.reservedBytes()).isZero();
    settings.close();
  }

  @Test
  void knownSender_isLetInWithWhatWasFoundOut() throws Exception {
    try (RawClient client = new RawClient(server.address())) {
      client.send(post("token: good\r\n", "abc"));
      assertThat(client.answer()).endsWith("abc");
      client.send("GET /x?Token=good HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(seen.take().auth()).isEqualTo(Map.of("subject", "somebody"));
    assertThat(seen.take().auth()).isEqualTo(Map.of("subject", "somebody"));
  }

  @Test
  void unknownSender_isChallengedAndCountedAndKeepsItsConnection() throws Exception {
    try (RawClient client = new RawClient(server.address())) {
      for (int i = 0; i < 3; i++) {
        client.send(post("", "abc"));
        assertThat(client.answer())
            .startsWith("HTTP/1.1 401 ")
            .contains("www-authenticate: Token realm=\"test\"")
            .doesNotContain("wrong token")
            .endsWith("unauthenticated");
      }
      client.send(post("token: good\r\n", "abc"));
      assertThat(client.answer()).endsWith("abc");
    }
    assertThat(settings.meter().value(UNAUTHENTICATED)).isEqualTo(3);
  }

  @Test
  void shutGate_namesTheDelay() throws Exception {
    gate.shut(Duration.ofMillis(2500));
    try (RawClient client = new RawClient(server.address())) {
      client.send(post("token: good\r\n", "abc"));
      assertThat(client.answer())
          .startsWith("HTTP/1.1 429 ")
          .contains("retry-after: 3\r\n")
          .endsWith("shut by a test");
      gate.open();
      client.send(post("token: good\r\n", "abc"));
      assertThat(client.answer()).endsWith("abc");
    }
  }

  @Test
  void authenticatorThatCannotSay_isTheSendersTurnAgain() throws Exception {
    try (RawClient client = new RawClient(server.address())) {
      client.send(post("token: later\r\n", "abc"));
      assertThat(client.answer()).startsWith("HTTP/1.1 503 ").contains("retry-after: 7\r\n");
      client.send(post("token: broken\r\n", "abc"));
      assertThat(client.answer()).startsWith("HTTP/1.1 500 ").doesNotContain("on purpose");
    }
  }

  @Test
  void noBodyIsRead_beforeTheAnswer() throws Exception {
    CompletableFuture<Void> answer = gate.hold();
    try (RawClient client = new RawClient(server.address())) {
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\ntoken: good\r\nExpect: 100-continue\r\n"
              + "Content-Length: 3\r\n\r\n");
      assertThat(budget.reservedBytes()).isZero();
      answer.complete(null);
      assertThat(client.answer()).startsWith("HTTP/1.1 100 ");
      client.send("abc" + post("token: bad\r\n", "pipelined"));
      assertThat(client.answer()).endsWith("abc");
      assertThat(client.answer()).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void largeBodyOfARefusedRequest_endsTheConnection() throws Exception {
    try (RawClient client = new RawClient(server.address())) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5000000\r\n\r\nabc");
      assertThat(client.rest()).startsWith("HTTP/1.1 401 ").contains("connection: close");
    }
  }

  @Test
  void authenticatorThatNeverAnswers_isBoundedByTheReadTimeout() throws Exception {
    server.stop(Duration.ZERO).toCompletableFuture().get(10, TimeUnit.SECONDS);
    start(
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5)));
    CompletableFuture<Void> never = gate.hold();
    try (RawClient client = new RawClient(server.address())) {
      assertThat(client.send(post("token: good\r\n", "abc")).isClosedByPeer()).isTrue();
    }
    never.complete(null);
    assertThat(seen).isEmpty();
  }

  @Test
  void whatIsForEverybody_isNotAsked() throws Exception {
    try (RawClient client = new RawClient(server.address())) {
      client.send("GET /open HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  private static String post(String header, String body) {
    return "POST / HTTP/1.1\r\nHost: h\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(header, body.length(), body);
  }

  private record Echo(BlockingQueue<HttpExchange> seen) implements HttpHandler {
    @Override
    public CompletableFuture<HttpResponse> handle(HttpExchange exchange) {
      seen.add(exchange);
      return CompletableFuture.completedFuture(new HttpResponse(200, Map.of(), exchange.body()));
    }

    @Override
    public boolean isForEverybody(HttpExchange head) {
      return head.path().equals("/open");
    }

    @Override
    public HttpResponse refuse(HttpExchange head, Refusal why) {
      return why.response("text/plain", why.message().getBytes(StandardCharsets.UTF_8));
    }
  }
}
