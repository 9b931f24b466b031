package dev.millrace.receivers.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.component.Kind;
import dev.millrace.component.Receiver;
import dev.millrace.component.StartException;
import dev.millrace.data.Signal;
import dev.millrace.net.grpc.OtlpMethods;
import dev.millrace.net.grpc.RawMessage;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.TestOutputs;
import dev.millrace.testkit.TestSettings;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class OtlpTlsTest {
  @TempDir static Path folder;
  private static Certificates server;
  private static Certificates client;

  @BeforeAll
  static void makeCertificates() throws Exception {
    server = Certificates.make(folder, "server");
    client = Certificates.make(folder, "client");
  }

  private static Map<String, Object> tls(Map<String, ?> more) {
    Map<String, Object> keys = new HashMap<>(more);
    keys.putIfAbsent("cert_file", server.certFile().toString());
    keys.putIfAbsent("key_file", server.keyFile().toString());
    Map<String, Object> protocol = Map.of("tls", keys);
    return RunningOtlp.protocols(protocol, protocol);
  }

  @Test
  void tls_isSpokenOverBothProtocols() throws Exception {
    BatchSink sink = new BatchSink();
    try (RunningOtlp otlp = new RunningOtlp(tls(Map.of("min_version", "1.3")), sink)) {
      assertThat(post(otlp, null)).isEqualTo(200);
      export(otlp, null);
      assertThat(sink.itemCount()).isEqualTo(2);
    }
  }

  @Test
  void clientCa_keepsOthersOut() throws Exception {
    BatchSink sink = new BatchSink();
    Map<String, Object> protocols =
        tls(
            Map.of(
                "client_ca_file",
                client.certFile().toString(),
                "cipher_suites",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
    try (RunningOtlp otlp = new RunningOtlp(protocols, sink)) {
      assertThat(post(otlp, client)).isEqualTo(200);
      export(otlp, client);
      assertThat(sink.itemCount()).isEqualTo(2);
      assertThatThrownBy(() -> post(otlp, null)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> export(otlp, null)).isInstanceOf(StatusRuntimeException.class);
      assertThat(sink.itemCount()).isEqualTo(2);
    }
  }

  @Test
  void badHandshakes_leaveOthersAloneAndSayLittle() throws Exception {
    ch.qos.logback.classic.Logger root =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    Handler handler = new Recording(records);
    java.util.logging.Logger grpc = java.util.logging.Logger.getLogger("io.grpc");
    grpc.addHandler(handler);
    try (RunningOtlp otlp = new RunningOtlp(tls(Map.of()), new BatchSink())) {
      for (int i = 0; i < 20; i++) {
        shout(otlp.receiver.httpAddress());
        shout(otlp.receiver.grpcAddress());
      }
      assertThat(post(otlp, null)).isEqualTo(200);
      export(otlp, null);
    } finally {
      root.detachAppender(log);
      grpc.removeHandler(handler);
    }
    List<ILoggingEvent> warnings =
        List.copyOf(log.list).stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .toList();
    assertThat(warnings).hasSize(1);
    assertThat(warnings).allMatch(event -> event.getThrowableProxy() == null);
    assertThat(records).isEmpty();
  }

  /** Says something that is no TLS, and waits until it is hung up on. */
  private static void shout(InetSocketAddress server) throws IOException {
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private static final class Recording extends Handler {
    private final List<LogRecord> records;

    Recording(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
        records.add(record);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void start_saysWhichFileIsMissing() {
    Path absent = folder.resolve("absent.crt");
    Map<String, Object> protocols = tls(Map.of("cert_file", absent.toString()));
    try (TestSettings settings = new TestSettings()) {
      Receiver receiver =
          new OtlpFactory()
              .create(
                  settings.of(Kind.RECEIVER, "otlp"),
                  RunningOtlp.config("protocols", protocols),
                  new TestOutputs(new BatchSink()));
      Throwable failure =
          catchThrowable(
              () -> receiver.start(id -> null).toCompletableFuture().get(30, TimeUnit.SECONDS));
      assertThat(failure.getCause())
          .isInstanceOf(StartException.class)
          .hasMessageContaining("cert_file")
          .hasMessageContaining(absent.toString());
    }
  }

  private static int post(RunningOtlp otlp, Certificates own) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("server", server.store().getCertificate("server"));
    trust.init(known);
    KeyManagerFactory keys = null;
    if (own != null) {
      keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own.store(), Certificates.PASSWORD);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "https://localhost:" + otlp.receiver.httpAddress().getPort() + "/v1/traces"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-protobuf")
            .POST(BodyPublishers.ofByteArray(Requests.protobuf()))
            .build();
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(request, BodyHandlers.discarding())
        .statusCode();
  }

  private static void export(RunningOtlp otlp, Certificates own) throws Exception {
    SslContextBuilder context =
        GrpcSslContexts.forClient().trustManager(server.certFile().toFile());
    if (own != null) {
      context.keyManager(own.certFile().toFile(), own.keyFile().toFile());
    }
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", otlp.receiver.grpcAddress().getPort())
            .sslContext(context.build())
            .build();
    try {
      ClientCalls.blockingUnaryCall(
          channel,
          OtlpMethods.export(Signal.TRACES),
          CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
          RawMessage.of(Requests.protobuf()));
    } finally {
      channel.shutdownNow();
    }
  }
}
