package dev.millrace.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.millrace.component.StartException;
import dev.millrace.config.Secret;
import dev.millrace.net.Endpoint;
import dev.millrace.net.HttpResponse;
import dev.millrace.net.HttpServer;
import dev.millrace.net.HttpServerSettings;
import dev.millrace.net.RawClient;
import dev.millrace.net.TestLoops;
import dev.millrace.testkit.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS of a server, as clients see it. */
class ServerTlsTest {
  @RegisterExtension static final TestLoops LOOPS = new TestLoops();

  @TempDir static Path made;
  private static TestCertificates.Identity first;
  private static TestCertificates.Identity second;

  @TempDir Path folder;
  private HttpServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = TestCertificates.selfSigned(made, "first", "ip:127.0.0.1");
    second = TestCertificates.selfSigned(made, "second", "ip:127.0.0.1");
  }

  @BeforeEach
  void install() throws Exception {
    put(first.certificate(), "cert.pem");
    put(first.key(), "key.pem");
    put(first.certificate(), "ca.pem");
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.stop(Duration.ofSeconds(1)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private void put(Path source, String name) throws IOException {
    Path target = folder.resolve(name);
    Path beside = folder.resolve(name + ".new");
    Files.copy(source, beside, StandardCopyOption.REPLACE_EXISTING);
    Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private PemSource file(String key, String name) {
    return new PemSource(key, folder.resolve(name).toString(), null);
  }

  private ServerTlsSettings settings(TlsParameters parameters, boolean asksClients) {
    return new ServerTlsSettings(
        file("cert_file", "cert.pem"),
        file("key_file", "key.pem"),
        asksClients ? file("client_ca_file", "ca.pem") : null,
        false,
        true,
        parameters,
        Duration.ofMillis(20));
  }

  private void start(ServerTlsSettings settings) throws Exception {
    HttpServerSettings http =
        HttpServerSettings.defaults(Endpoint.parse("127.0.0.1:0"), LOOPS.get().blocking())
            .withTls(new ServerTls(settings, LOOPS.get().blocking()));
    server =
        HttpServer.start(
                LOOPS.get().next(),
                http,
                exchange ->
                    CompletableFuture.completedFuture(
                        new HttpResponse(
                            200, Map.of(), exchange.path().getBytes(StandardCharsets.UTF_8))))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  /** A connection that trusts both certificates, and shows {@code own} where it is asked. */
  private SSLSocket connect(TestCertificates.Identity own, SSLParameters parameters)
      throws Exception {
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("first", certificate(first.certificate()));
    known.setCertificateEntry("second", certificate(second.certificate()));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(known);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    KeyStore ownStore = KeyStore.getInstance("PKCS12");
    ownStore.load(null, null);
    if (own != null) {
      PrivateKey key = Pem.key(new PemSource("key", null, null), Files.readAllBytes(own.key()));
      X509Certificate[] chain = {certificate(own.certificate())};
      ownStore.setKeyEntry("own", key, new char[0], chain);
    }
    keys.init(ownStore, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    InetSocketAddress address = server.address();
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
    socket.setSoTimeout(10_000);
    if (parameters != null) {
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  private static X509Certificate certificate(Path file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static String get(SSLSocket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n" + path) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after \"" + answer + "\"");
      }
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static String nameShown(SSLSocket socket) throws IOException {
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  private String nameShownNow() throws Exception {
    try (SSLSocket socket = connect(null, null)) {
      return nameShown(socket);
    }
  }

  /** Tries until it is so, as long as {@code seconds}; reloading runs by the clock. */
  private void eventually(int seconds, Claim claim) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!claim.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private interface Claim {
    boolean holds() throws Exception;
  }

  @Test
  void newCertificate_isShownToNewConnectionsAndOldOnesGoOn() throws Exception {
    start(settings(TlsParameters.DEFAULTS, false));
    try (SSLSocket open = connect(null, null)) {
      assertThat(get(open, "/1")).startsWith("HTTP/1.1 200");
      assertThat(nameShown(open)).isEqualTo("CN=first");

      put(second.certificate(), "cert.pem");
      put(second.key(), "key.pem");

      eventually(20, () -> nameShownNow().equals("CN=second"));
      assertThat(get(open, "/2")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void halfOfANewPair_isNotUsed() throws Exception {
    start(settings(TlsParameters.DEFAULTS, false));
    put(second.certificate(), "cert.pem");
    for (int i = 0; i < 10; i++) {
      assertThat(nameShownNow()).isEqualTo("CN=first");
      TimeUnit.MILLISECONDS.sleep(10);
    }

    put(second.key(), "key.pem");

    eventually(20, () -> nameShownNow().equals("CN=second"));
  }

  @Test
  void newAuthorities_letOtherClientsIn() throws Exception {
    start(settings(TlsParameters.DEFAULTS, true));
    try (SSLSocket known = connect(first, null)) {
      assertThat(get(known, "/known")).startsWith("HTTP/1.1 200");
      assertThatThrownBy(() -> answerFor(second)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> answerFor(null)).isInstanceOf(IOException.class);

      put(second.certificate(), "ca.pem");

      eventually(20, () -> isLetIn(second));
      assertThatThrownBy(() -> answerFor(first)).isInstanceOf(IOException.class);
      assertThat(get(known, "/again")).startsWith("HTTP/1.1 200");
    }
  }

  private String answerFor(TestCertificates.Identity own) throws Exception {
    try (SSLSocket socket = connect(own, null)) {
      return get(socket, "/");
    }
  }

  private boolean isLetIn(TestCertificates.Identity own) throws Exception {
    try {
      return answerFor(own).startsWith("HTTP/1.1 200");
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void cipherSuites_areTheOnlyOnesOfTls12() throws Exception {
    String chosen = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    start(
        settings(
            new TlsParameters(List.of("TLSv1.2", "TLSv1.3"), List.of(chosen), List.of()), false));

    assertThat(suite("TLSv1.2", chosen)).isEqualTo(chosen);
    assertThat(suite("TLSv1.3", "TLS_AES_128_GCM_SHA256")).isEqualTo("TLS_AES_128_GCM_SHA256");
    assertThatThrownBy(() -> suite("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void versions_areThoseThatAreAllowed() throws Exception {
    start(settings(new TlsParameters(List.of("TLSv1.3"), List.of(), List.of()), false));

    assertThat(suite("TLSv1.3", "TLS_AES_128_GCM_SHA256")).isEqualTo("TLS_AES_128_GCM_SHA256");
    assertThatThrownBy(() -> suite("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
        .isInstanceOf(IOException.class);
  }

  private String suite(String protocol, String suite) throws Exception {
    SSLParameters parameters = new SSLParameters(new String[] {suite}, new String[] {protocol});
    try (SSLSocket socket = connect(null, parameters)) {
      get(socket, "/");
      return socket.getSession().getCipherSuite();
    }
  }

  @Test
  void curves_areThoseThatAreAllowed() throws Exception {
    assumeThat(NamedGroups.canBeChosen()).as("curves can be chosen").isTrue();
    start(
        settings(
            new TlsParameters(TlsParameters.DEFAULTS.protocols(), List.of(), List.of("secp384r1")),
            false));

    assertThat(answerWithCurve("secp384r1")).startsWith("HTTP/1.1 200");
    assertThatThrownBy(() -> answerWithCurve("x25519")).isInstanceOf(IOException.class);
  }

  private String answerWithCurve(String curve) throws Exception {
    SSLParameters parameters = SSLContext.getDefault().getDefaultSSLParameters();
    SSLParameters.class
        .getMethod("setNamedGroups", String[].class)
        .invoke(parameters, (Object) new String[] {curve});
    try (SSLSocket socket = connect(null, parameters)) {
      return get(socket, "/");
    }
  }

  @Test
  void alpn_offersHttp11() throws Exception {
    start(settings(TlsParameters.DEFAULTS, false));
    SSLParameters parameters = SSLContext.getDefault().getDefaultSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    try (SSLSocket socket = connect(null, parameters)) {
      assertThat(get(socket, "/")).startsWith("HTTP/1.1 200");
      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
    }
  }

  @Test
  void garbage_disturbsNobody() throws Exception {
    start(settings(TlsParameters.DEFAULTS, false));
    try (SSLSocket open = connect(null, null)) {
      assertThat(get(open, "/1")).startsWith("HTTP/1.1 200");
      for (int i = 0; i < 20; i++) {
        try (RawClient client = new RawClient(server.address())) {
          client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
          assertThat(client.rest()).doesNotContain("200 OK");
        }
        RawClient gone = new RawClient(server.address());
        gone.send(new byte[] {0x16, 3, 1, 1});
        gone.reset();
      }
      assertThat(get(open, "/2")).startsWith("HTTP/1.1 200");
      assertThat(nameShownNow()).isEqualTo("CN=first");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "absent.pem | key.pem | no such file | cert_file",
        "cert.pem | absent.pem | no such file | key_file",
        "empty.pem | key.pem | no certificate in it | cert_file",
        "broken.pem | key.pem | a certificate in it is damaged | cert_file",
        "cert.pem | cert.pem | no private key in it | key_file",
        "cert.pem | encrypted.pem | the private key is encrypted; decrypt it | key_file",
        "cert.pem | broken-key.pem | the private key is damaged | key_file",
        "cert.pem | other.pem | does not belong to cert_file | key_file"
      })
  void start_saysWhatIsWrongWithAFile(String cert, String key, String why, String where)
      throws Exception {
    Files.writeString(folder.resolve("empty.pem"), "");
    Files.writeString(
        folder.resolve("broken.pem"),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Files.writeString(
        folder.resolve("broken-key.pem"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    Files.writeString(
        folder.resolve("encrypted.pem"),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
    put(second.key(), "other.pem");

    assertThatThrownBy(
            () -> start(ServerTlsSettings.of(file("cert_file", cert), file("key_file", key))))
        .cause()
        .isInstanceOf(StartException.class)
        .hasMessageContaining(why)
        .hasMessageContaining(where)
        .hasMessageContaining(where.equals("cert_file") ? cert : key);
  }

  @Test
  void start_refusesAuthoritiesWithoutACertificate() throws Exception {
    Files.writeString(folder.resolve("ca.pem"), "nothing");

    assertThatThrownBy(() -> start(settings(TlsParameters.DEFAULTS, true)))
        .cause()
        .isInstanceOf(StartException.class)
        .hasMessageContaining("client_ca_file")
        .hasMessageContaining("no certificate in it");
  }

  @Test
  void pemInTheConfiguration_isTakenWithTextAroundIt() throws Exception {
    Secret both =
        new Secret(
            "Bag Attributes: some-name\n"
                + Files.readString(first.key())
                + "subject=/CN=a-b\n"
                + Files.readString(first.certificate()));
    start(
        ServerTlsSettings.of(
            new PemSource("cert_pem", null, both), new PemSource("key_pem", null, both)));

    assertThat(nameShownNow()).isEqualTo("CN=first");
  }
}
