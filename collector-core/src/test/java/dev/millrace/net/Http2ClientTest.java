package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.data.Slice;
import dev.millrace.net.HttpClientSettings.Http2;
import dev.millrace.net.tls.ClientTls;
import dev.millrace.net.tls.ClientTlsSettings;
import dev.millrace.net.tls.PemSource;
import dev.millrace.testkit.TestCertificates;
import dev.millrace.testkit.TestCertificates.Identity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class Http2ClientTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private static final Http2 WATCH = new Http2(Duration.ZERO, Duration.ofSeconds(15));

  @TempDir static Path folder;
  private static Identity server;

  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void makeCertificate() throws Exception {
    server = TestCertificates.selfSigned(folder, "server", "ip:127.0.0.1");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void send_sharesOneConnection() throws Exception {
    Http2Peer peer = peer(3);
    HttpClient client = client(settings());
    assertThat(body(send(client, peer, 10))).isEqualTo("got 10");
    List<CompletableFuture<HttpResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      answers.add(send(client, peer, i));
    }
    for (int i = 0; i < 200; i++) {
      assertThat(body(answers.get(i))).isEqualTo("got " + i);
    }
    assertThat(peer.opened).hasValue(1);
    assertThat(peer.requests.peek())
        .isEqualTo("POST /p?q=1 127.0.0.1:" + peer.uri().getPort() + " 10");
  }

  @Test
  void send_letsAllWhoWaitedForTheFirstConnectionUseIt() throws Exception {
    Http2Peer peer = peer(100);
    HttpClient client = client(settings().withConnections(2, 2, Duration.ofSeconds(90)));
    List<CompletableFuture<HttpResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(send(client, peer, i));
    }
    for (CompletableFuture<HttpResponse> answer : answers) {
      body(answer);
    }
    assertThat(peer.opened.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void send_writesLargeBodies() throws Exception {
    HttpClient client = client(settings());
    assertThat(body(send(client, peer(10), 5_000_000))).isEqualTo("got 5000000");
  }

  @Test
  void send_sendsAgain_whatTheServerRefusedToLookAt() throws Exception {
    Http2Peer peer = peer(10);
    peer.refusals.set(2);
    assertThat(body(send(client(settings()), peer, 7))).isEqualTo("got 7");
    peer.refusals.set(1000);
    assertThatThrownBy(() -> body(send(client(settings()), peer, 7)))
        .hasStackTraceContaining("REFUSED_STREAM");
  }

  @Test
  void send_dialsAgain_whenTheServerSaysGoodbye() throws Exception {
    Http2Peer peer = peer(10);
    HttpClient client = client(settings());
    for (int i = 1; i <= 5; i++) {
      assertThat(body(send(client, peer, i))).isEqualTo("got " + i);
      peer.sayGoodbye();
    }
    assertThat(peer.opened.get()).isBetween(2, 5);
    assertThat(peer.requests).hasSize(5);
  }

  @Test
  void send_endsInTime() throws Exception {
    Http2Peer peer = peer(10);
    HttpClient client = client(settings());
    assertThat(body(send(client, peer, 5))).isEqualTo("got 5");
    peer.isSilent = true;
    HttpRequest request =
        new HttpRequest("POST", peer.uri(), Map.of(), List.of(), Duration.ofMillis(200), 0);
    assertThatThrownBy(() -> client.send(request).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(TimeoutException.class);
    peer.isSilent = false;
    assertThat(body(send(client, peer, 7))).isEqualTo("got 7");
    assertThat(peer.opened).hasValue(1);
  }

  @Test
  void send_givesUpAServerThatDoesNotAnswerPings() throws Exception {
    Http2Peer peer = peer(10);
    peer.isSilent = true;
    Http2 watch = new Http2(Duration.ofMillis(100), Duration.ofMillis(100));
    HttpClient client = client(settings().withHttp2(watch));
    assertThatThrownBy(() -> body(send(client, peer, 7)))
        .hasStackTraceContaining("connection closed before the answer ended");
  }

  @Test
  void idleConnections_areClosedInTime() throws Exception {
    Http2Peer peer = peer(10);
    HttpClient client = client(settings().withConnections(5, 5, Duration.ofMillis(50)));
    for (int i = 0; peer.opened.get() < 2 && i < 200; i++) {
      assertThat(body(send(client, peer, i))).isEqualTo("got " + i);
      TimeUnit.MILLISECONDS.sleep(100); // the idle time itself is what is tested
    }
    assertThat(peer.opened).hasValue(2);
  }

  @Test
  void send_speaksHttp1_withWhoCannotDoMore() throws Exception {
    Http2Peer peer = peer(0);
    HttpClient client = client(settings());
    for (int i = 0; i < 3; i++) {
      assertThat(body(send(client, peer, i))).isEqualTo("got " + i);
    }
    assertThat(peer.opened).hasValue(1);
  }

  @Test
  void send_goesThroughTheTunnelOfAProxy() throws Exception {
    Http2Peer peer = peer(10);
    for (String scheme : List.of("http", "socks5")) {
      TestProxy proxy = new TestProxy(peer.uri().getPort());
      open.add(proxy);
      HttpClient client =
          client(
              settings()
                  .withProxies(
                      Proxies.always(ProxyServer.parse(scheme + "://127.0.0.1:" + proxy.port()))));
      assertThat(body(send(client, peer, 7))).isEqualTo("got 7");
      assertThat(proxy.next())
          .contains(scheme.equals("http") ? "CONNECT " : "SOCKS ")
          .contains("127.0.0.1:" + peer.uri().getPort());
    }
  }

  @Test
  void send_speaksTlsWithTheProxyToo() throws Exception {
    Http2Peer peer = peer(10);
    TestProxy proxy =
        new TestProxy(serverSockets(), peer.uri().getPort(), "HTTP/1.1 200 Connection made");
    open.add(proxy);
    Proxies proxies = Proxies.always(ProxyServer.parse("https://127.0.0.1:" + proxy.port()));
    HttpClient client = client(settings().withProxies(proxies));
    assertThat(body(send(client, peer, 7))).isEqualTo("got 7");
    assertThat(proxy.next()).startsWith("CONNECT 127.0.0.1:" + peer.uri().getPort());

    HttpServer plain =
        HttpServer.start(
                LOOPS.get().next(),
                HttpServerSettings.defaults(Endpoint.parse("127.0.0.1:0"), LOOPS.get().blocking()),
                exchange ->
                    CompletableFuture.completedFuture(
                        new HttpResponse(200, Map.of(), exchange.body())))
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    open.add(
        () -> plain.stop(Duration.ofSeconds(1)).toCompletableFuture().get(10, TimeUnit.SECONDS));
    TestProxy other = new TestProxy(serverSockets(), plain.address().getPort(), "");
    open.add(other);
    HttpRequest request =
        HttpRequest.get(URI.create("http://backend.invalid/p"), Duration.ofSeconds(10), 0);
    HttpClient through =
        client(
            settings()
                .withProxies(
                    Proxies.always(ProxyServer.parse("https://127.0.0.1:" + other.port()))));
    assertThat(through.send(request).toCompletableFuture().get(10, TimeUnit.SECONDS).status())
        .isEqualTo(200);
    assertThat(other.next()).startsWith("GET http://backend.invalid/p HTTP/1.1");
  }

  private static ServerSocketFactory serverSockets() throws Exception {
    char[] password = "changeit".toCharArray();
    KeyStore store = KeyStore.getInstance(folder.resolve("server.p12").toFile(), password);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }

  private static CompletableFuture<HttpResponse> send(
      HttpClient client, Http2Peer peer, int bytes) {
    byte[] body = new byte[bytes];
    new Random(1).nextBytes(body);
    HttpRequest request =
        new HttpRequest(
            "POST",
            peer.uri(),
            Map.of("content-type", List.of("text/plain")),
            List.of(new Slice(body, 0, bytes / 2), new Slice(body, bytes / 2, bytes - bytes / 2)),
            Duration.ofSeconds(20),
            0);
    return client.send(request).toCompletableFuture();
  }

  private static String body(CompletableFuture<HttpResponse> answer) throws Exception {
    return new String(answer.get(20, TimeUnit.SECONDS).body(), StandardCharsets.UTF_8);
  }

  private Http2Peer peer(int maxStreams) throws Exception {
    Http2Peer peer = new Http2Peer(server, maxStreams);
    open.add(peer);
    return peer;
  }

  private HttpClient client(HttpClientSettings settings) {
    HttpClient client = HttpClients.create(LOOPS.get().next(), settings);
    open.add(client);
    return client;
  }

  private static HttpClientSettings settings() {
    ClientTlsSettings trusting =
        new ClientTlsSettings(
            new PemSource("ca_file", server.certificate().toString(), null),
            false,
            null,
            null,
            null,
            false,
            ClientTlsSettings.DEFAULTS.protocols());
    return HttpClientSettings.defaults(LOOPS.get().blocking())
        .withTls(ClientTls.of(trusting, context -> context, LOOPS.get().blocking()))
        .withHttp2(WATCH);
  }
}
