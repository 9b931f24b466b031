package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.data.Slice;
import dev.millrace.net.HttpClientSettings.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpClientTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void send_keepsTheConnection() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\nX-A: 2\r\n\r\nhi");
    HttpClient client = client(settings());
    for (int i = 0; i < 5; i++) {
      HttpResponse answer = get(client, peer, 100);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).containsEntry("x-a", List.of("1", "2"));
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("hi");
    }
    assertThat(peer.connections).hasValue(1);
    assertThat(peer.requests.peek())
        .startsWith("GET /path?q=1 HTTP/1.1\r\n")
        .contains("host: 127.0.0.1:" + peer.port())
        .contains("accept-encoding: gzip");
  }

  @Test
  void send_takesTheUnspecifiedAddressAsThisMachine() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    URI uri = URI.create("http://0.0.0.0:" + peer.uri().getPort() + "/");
    HttpRequest request = HttpRequest.get(uri, Duration.ofSeconds(5), 0);
    assertThat(await(client(settings()).send(request)).status()).isEqualTo(200);
    assertThat(peer.requests.peek()).contains("host: 0.0.0.0:" + uri.getPort());
  }

  @Test
  void send_writesAllSlices() throws Exception {
    Peer peer = peer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    byte[] bytes = "--one--two--".getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        new HttpRequest(
            "POST",
            peer.uri(),
            Map.of("content-type", List.of("text/plain")),
            List.of(new Slice(bytes, 2, 3), new Slice(bytes, 7, 3)),
            Duration.ofSeconds(5),
            0);
    assertThat(await(client(settings()).send(request)).status()).isEqualTo(202);
    assertThat(peer.requests.peek()).contains("content-length: 6").endsWith("\r\n\r\nonetwo");
  }

  @Test
  void send_bounds_connectionsPerHost() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    HttpClient client = client(settings().withConnections(2, 2, Duration.ofSeconds(90)));
    List<CompletableFuture<HttpResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(client.send(request(peer, 100)).toCompletableFuture());
    }
    for (CompletableFuture<HttpResponse> answer : answers) {
      assertThat(await(answer).status()).isEqualTo(200);
    }
    assertThat(peer.connections.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void send_inflatesWithinTheLimit() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(new byte[5_000_000]);
    }
    Peer peer =
        peer(
            concat(
                ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                        + zipped.size()
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8),
                zipped.toByteArray()));
    HttpClient client = client(settings());
    HttpResponse answer = get(client, peer, 5_000_000);
    assertThat(answer.body()).hasSize(5_000_000);
    assertThat(answer.header("content-encoding")).isNull();
    assertThatThrownBy(() -> get(client, peer, 4_999_999))
        .cause()
        .isInstanceOf(BodyTooLargeException.class)
        .hasMessage("body is larger than 4999999 bytes");
  }

  @Test
  void send_streamsToTheSink_andFailsWithItsException() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    HttpClient client = client(settings());
    IOException broken = new IOException("line 1 is bad");
    BodySink sink =
        new BodySink() {
          @Override
          public void head(HttpResponse head) {
            assertThat(head.status()).isEqualTo(200);
          }

          @Override
          public void data(byte[] array, int offset, int length) throws IOException {
            throw broken;
          }
        };
    assertThatThrownBy(() -> await(client.send(request(peer, 0), sink))).cause().isSameAs(broken);
    assertThat(get(client, peer, 0).status()).isEqualTo(200);
  }

  @Test
  void send_readsChunkedAndUntilClose() throws Exception {
    Peer chunked =
        peer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    Peer closing = peer("HTTP/1.0 200 OK\r\n\r\nabc");
    closing.closesAfterAnswer = true;
    HttpClient client = client(settings());
    assertThat(get(client, chunked, 0).body()).asString().isEqualTo("abc");
    assertThat(get(client, closing, 0).body()).asString().isEqualTo("abc");
    assertThat(get(client, closing, 0).body()).asString().isEqualTo("abc");
  }

  @Test
  void send_skipsInterimAnswers() throws Exception {
    Peer peer =
        peer(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
    assertThat(get(client(settings()), peer, 0).body()).asString().isEqualTo("x");
  }

  @Test
  void send_failsOnTruncatedBody() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    peer.closesAfterAnswer = true;
    assertThatThrownBy(() -> get(client(settings()), peer, 0))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("connection closed before the answer ended: 127.0.0.1:" + peer.port());
  }

  @Test
  void send_failsOnGarbage() throws Exception {
    Peer peer = peer("this is not http\r\n\r\n");
    assertThatThrownBy(() -> get(client(settings()), peer, 0))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining("malformed http answer");
  }

  @Test
  void send_failsWhenNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    HttpRequest request =
        HttpRequest.get(URI.create("http://127.0.0.1:" + port + "/"), Duration.ofSeconds(5), 0);
    assertThatThrownBy(() -> await(client(settings()).send(request)))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("connection refused: 127.0.0.1:" + port);
  }

  @Test
  void send_failsOnUnknownHostAndScheme() {
    HttpRequest unknown =
        HttpRequest.get(URI.create("http://no-such-host.invalid/"), Duration.ofSeconds(5), 0);
    assertThatThrownBy(() -> await(client(settings()).send(unknown)))
        .cause()
        .hasMessage("no such host: no-such-host.invalid:80");
    HttpRequest ftp = HttpRequest.get(URI.create("ftp://host/"), Duration.ofSeconds(5), 0);
    assertThatThrownBy(() -> await(client(settings()).send(ftp)))
        .cause()
        .hasMessageContaining("unsupported url \"ftp://host/\"");
  }

  @Test
  void send_resolvesNames() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    HttpRequest request =
        HttpRequest.get(
            URI.create("http://localhost:" + peer.port() + "/"), Duration.ofSeconds(5), 0);
    assertThat(await(client(settings()).send(request)).status()).isEqualTo(200);
  }

  @Test
  void send_timesOut_alsoWhileTheBodyDribbles() throws Exception {
    Peer silent = peer("");
    Peer dribbling = peer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    HttpClient client = client(settings());
    for (Peer peer : List.of(silent, dribbling)) {
      HttpRequest request = HttpRequest.get(peer.uri(), Duration.ofMillis(100), 0);
      assertThatThrownBy(() -> await(client.send(request)))
          .cause()
          .isInstanceOf(TimeoutException.class)
          .hasMessage("no complete answer from 127.0.0.1:%d within 100 ms".formatted(peer.port()));
    }
  }

  @Test
  void send_survivesConnectionsThatDiedWhileIdle() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    HttpClient client = client(settings());
    for (int i = 0; i < 20; i++) {
      assertThat(get(client, peer, 0).status()).isEqualTo(200);
      peer.dropConnections();
    }
  }

  @Test
  void send_reportsReset() throws Exception {
    Peer peer = peer("");
    peer.resetsOnRequest = true;
    assertThatThrownBy(() -> get(client(settings()), peer, 0))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + peer.port());
  }

  @Test
  void send_followsRedirects_whenAsked() throws Exception {
    Peer target = peer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nend");
    Peer from =
        peer(
            "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 4\r\nLocation: "
                + target.uri()
                + "\r\n\r\npage");
    HttpRequest request =
        new HttpRequest(
            "POST",
            from.uri(),
            Map.of("authorization", List.of("secret")),
            List.of(Slice.of("body".getBytes(StandardCharsets.UTF_8))),
            Duration.ofSeconds(5),
            0);
    assertThat(await(client(settings()).send(request)).body()).asString().isEqualTo("end");
    assertThat(target.requests.peek())
        .startsWith("POST /path")
        .endsWith("body")
        .doesNotContain("secret");
    HttpResponse answer = await(client(settings().withFollowRedirects(false)).send(request));
    assertThat(answer.status()).isEqualTo(307);
    assertThat(answer.body()).asString().isEqualTo("page");
  }

  @Test
  void send_endsRedirectLoops() throws Exception {
    Peer peer = peer("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /again\r\n\r\n");
    assertThatThrownBy(() -> get(client(settings()), peer, 0))
        .cause()
        .hasMessage("stopped after 10 redirects");
  }

  @Test
  void close_refusesFurtherRequests() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    HttpClient client = client(settings());
    get(client, peer, 0);
    client.close();
    assertThatThrownBy(() -> get(client, peer, 0)).cause().hasMessage("the http client is closed");
  }

  @Test
  void idleConnections_areClosedInTime() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    HttpClient client = client(settings().withConnections(2, 2, Duration.ofMillis(50)));
    get(client, peer, 0);
    assertThat(peer.closed.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(get(client, peer, 0).status()).isEqualTo(200);
  }

  @Test
  void idleConnections_areBoundedOverAllHosts() throws Exception {
    Peer first = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    Peer second = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    HttpClient client = client(settings().withLimits(new Limits(2, 2, 1, Duration.ofSeconds(90))));
    get(client, first, 0);
    get(client, second, 0);
    assertThat(first.closed.get(5, TimeUnit.SECONDS)).isTrue();
    get(client, second, 0);
    assertThat(second.connections).hasValue(1);
    get(client, first, 0);
    assertThat(first.connections).hasValue(2);
  }

  @Test
  void send_asksTheProxyForTheWholeUrl() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    TestProxy proxy = new TestProxy(peer.port());
    open.add(proxy);
    Proxies proxies =
        Proxies.fromEnvironment(Map.of("HTTP_PROXY", "http://u:p@127.0.0.1:" + proxy.port()));
    HttpClient client = client(settings().withProxies(proxies));
    URI uri = URI.create("http://backend.invalid:4318/path?q=1");
    HttpRequest request = HttpRequest.get(uri, Duration.ofSeconds(5), 0);
    assertThat(await(client.send(request)).status()).isEqualTo(200);
    assertThat(proxy.next())
        .startsWith("GET http://backend.invalid:4318/path?q=1 HTTP/1.1\r\n")
        .contains("host: backend.invalid:4318\r\n")
        .contains("proxy-authorization: Basic dTpw\r\n");
    // This machine is reached directly.
    assertThat(get(client, peer, 0).status()).isEqualTo(200);
    assertThat(proxy.next()).isNull();
  }

  @Test
  void send_goesThroughSocks() throws Exception {
    Peer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    TestProxy proxy = new TestProxy(peer.port());
    open.add(proxy);
    Proxies proxies = Proxies.always(ProxyServer.parse("socks5://127.0.0.1:" + proxy.port()));
    URI uri = URI.create("http://backend.invalid:4318/");
    HttpRequest request = HttpRequest.get(uri, Duration.ofSeconds(5), 0);
    assertThat(await(client(settings().withProxies(proxies)).send(request)).status())
        .isEqualTo(200);
    assertThat(proxy.next()).isEqualTo("SOCKS backend.invalid:4318");
    assertThat(peer.requests.peek()).startsWith("GET / HTTP/1.1\r\n");
  }

  @Test
  void send_namesTheProxyThatDoesNotAnswer() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Proxies proxies = Proxies.always(ProxyServer.parse("http://u:secret@127.0.0.1:" + port));
    HttpClient client = client(settings().withProxies(proxies));
    for (String scheme : List.of("http", "https")) {
      URI uri = URI.create(scheme + "://backend.invalid:1/");
      assertThatThrownBy(() -> await(client.send(HttpRequest.get(uri, Duration.ofSeconds(5), 0))))
          .cause()
          .hasMessage(
              "connection refused: proxy 127.0.0.1:%d for backend.invalid:1".formatted(port));
    }
  }

  @Test
  void send_namesTheProxyThatNobodyKnows() {
    Proxies proxies = Proxies.always(ProxyServer.parse("http://no-such-proxy.invalid:3128"));
    HttpClient client = client(settings().withProxies(proxies));
    URI uri = URI.create("http://127.0.0.1:1/");
    assertThatThrownBy(() -> await(client.send(HttpRequest.get(uri, Duration.ofSeconds(5), 0))))
        .cause()
        .hasMessage("no such host: proxy no-such-proxy.invalid:3128 for 127.0.0.1:1");
  }

  @Test
  void send_saysThatTheProxyRefused() throws Exception {
    Peer peer = peer("");
    TestProxy proxy =
        new TestProxy(ServerSocketFactory.getDefault(), peer.port(), "HTTP/1.1 407 Who are you");
    open.add(proxy);
    Proxies proxies =
        Proxies.always(ProxyServer.parse("http://u:secret@127.0.0.1:" + proxy.port()));
    HttpClient client = client(settings().withProxies(proxies));
    URI uri = URI.create("https://backend.invalid:1/");
    assertThatThrownBy(() -> await(client.send(HttpRequest.get(uri, Duration.ofSeconds(5), 0))))
        .cause()
        .hasMessageContaining("407")
        .hasMessageContaining("backend.invalid:1")
        .hasMessageNotContaining("secret");
  }

  @Test
  void send_givesCookiesBack_toWhoSetThem() throws Exception {
    Peer peer =
        peer(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=1; Path=/path\r\n"
                + "Set-Cookie: b=2; Path=/other\r\nSet-Cookie: c=3; Max-Age=60\r\n\r\nhi");
    HttpClient client = client(settings().withCookies(true));
    for (int i = 0; i < 2; i++) {
      get(client, peer, 0);
    }
    assertThat(peer.requests.poll()).doesNotContain("cookie");
    assertThat(peer.requests.poll())
        .contains("a=1")
        .contains("c=3")
        .containsOnlyOnce("cookie: ")
        .doesNotContain("b=2");
    HttpClient without = client(settings());
    get(without, peer, 0);
    get(without, peer, 0);
    assertThat(peer.requests).noneMatch(request -> request.contains("cookie"));
  }

  private HttpClient client(HttpClientSettings settings) {
    HttpClient client = HttpClients.create(LOOPS.get().next(), settings);
    open.add(client);
    return client;
  }

  private static HttpClientSettings settings() {
    return HttpClientSettings.defaults(LOOPS.get().blocking());
  }

  private static HttpRequest request(Peer peer, long maxBodyBytes) {
    return HttpRequest.get(peer.uri(), Duration.ofSeconds(10), maxBodyBytes);
  }

  private static HttpResponse get(HttpClient client, Peer peer, long maxBodyBytes)
      throws Exception {
    return await(client.send(request(peer, maxBodyBytes)));
  }

  private static <T> T await(java.util.concurrent.CompletionStage<T> stage)
      throws ExecutionException, InterruptedException, TimeoutException {
    return stage.toCompletableFuture().get(15, TimeUnit.SECONDS);
  }

  private Peer peer(String answer) throws IOException {
    return peer(answer.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Peer peer(byte[] answer) throws IOException {
    Peer peer = new Peer(answer);
    open.add(peer);
    return peer;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** A server that answers every request with the same bytes. */
  private static final class Peer implements AutoCloseable {
    private final ServerSocket listener =
        new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final byte[] answer;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private volatile boolean closesAfterAnswer;
    private volatile boolean resetsOnRequest;

    Peer(byte[] answer) throws IOException {
      this.answer = answer;
      daemon(this::accept);
    }

    int port() {
      return listener.getLocalPort();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + port() + "/path?q=1");
    }

    void dropConnections() throws IOException {
      for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
        socket.close();
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
      dropConnections();
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = listener.accept();
          connections.incrementAndGet();
          sockets.add(socket);
          daemon(() -> serve(socket));
        }
      } catch (IOException e) {
        closed.complete(false);
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        InputStream in = socket.getInputStream();
        for (String request = read(in); request != null; request = read(in)) {
          requests.add(request);
          if (resetsOnRequest) {
            socket.setSoLinger(true, 0);
            return;
          }
          socket.getOutputStream().write(answer);
          if (closesAfterAnswer) {
            return;
          }
        }
        closed.complete(true);
      } catch (IOException e) {
        closed.complete(false);
      }
    }

    private static String read(InputStream in) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        head.write(next);
      }
      String text = head.toString(StandardCharsets.ISO_8859_1);
      int length = 0;
      for (String line : text.split("\r\n")) {
        if (line.startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static void daemon(Runnable task) {
      Thread thread = new Thread(task, "peer");
      thread.setDaemon(true);
      thread.start();
    }
  }
}
