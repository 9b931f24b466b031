package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.testkit.TestCertificates;
import dev.millrace.testkit.TestCertificates.Identity;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One collector that stands for two: what comes in at {@code otlp/in} is sent to its guarded
 * receivers, each with another authenticator, and from there to the sink.
 */
class AuthIT {
  private static final String PASSWORD = "m\u00f6rk kaffe";
  private static final String CONFIG =
      """
      extensions:
        basicauth/server:
          htpasswd:
            inline: "ann:$$2y$$04$$abcdefghijklmnopqrstuuCzhc4NxTBEvpzhKtNJMD9V1Z70jDCd."
        basicauth/client: {client_auth: {username: ann, password: "${env:PASSWORD}"}}
        bearertokenauth: {token: "${env:TOKEN}"}
        oauth2client:
          client_id: gateway
          client_secret: client secret
          token_url: "${env:ISSUER}/token"
        oidc: {providers: [{issuer_url: "${env:ISSUER}", audience: collector}]}
        headers_setter:
          headers: [{action: upsert, key: x-sender, from_context: x-sender}]
          additional_auth: oauth2client
      receivers:
        otlp/in:
          protocols: {grpc: {endpoint: "localhost:${env:IN}", include_metadata: true}}
        otlp/names:
          protocols:
            http: {endpoint: "localhost:${env:NAMES}", auth: {authenticator: basicauth/server}}
        otlp/tokens:
          protocols:
            grpc:
              endpoint: "localhost:${env:TOKENS}"
              tls: {cert_file: "${env:CERT}", key_file: "${env:KEY}"}
              auth: {authenticator: bearertokenauth}
        otlp/logins:
          protocols:
            grpc:
              endpoint: "localhost:${env:LOGINS_GRPC}"
              tls: {cert_file: "${env:CERT}", key_file: "${env:KEY}"}
              auth: {authenticator: oidc}
            http: {endpoint: "localhost:${env:LOGINS_HTTP}", auth: {authenticator: oidc}}
      processors:
        attributes:
          actions: [{action: upsert, key: who, from_context: auth.subject}]
      exporters:
        otlp_http/names:
          endpoint: "http://localhost:${env:NAMES}"
          auth: {authenticator: basicauth/client}
        otlp_grpc/tokens:
          endpoint: "localhost:${env:TOKENS}"
          tls: {ca_file: "${env:CERT}"}
          auth: {authenticator: bearertokenauth}
        otlp_grpc/logins:
          endpoint: "localhost:${env:LOGINS_GRPC}"
          tls: {ca_file: "${env:CERT}"}
          auth: {authenticator: oauth2client}
        otlp_http/logins:
          endpoint: "http://localhost:${env:LOGINS_HTTP}"
          auth: {authenticator: headers_setter}
        otlp_http/sink: {endpoint: "${env:SINK}"}
      service:
        extensions:
          [basicauth/server, basicauth/client, bearertokenauth, oauth2client, oidc, headers_setter]
        pipelines:
          traces/in:
            receivers: [otlp/in]
            exporters: [otlp_http/names, otlp_grpc/tokens, otlp_grpc/logins, otlp_http/logins]
          traces/out:
            receivers: [otlp/names, otlp/tokens, otlp/logins]
            processors: [attributes]
            exporters: [otlp_http/sink]
      """;

  private static final String SECURE = "tls: {ca_file: \"${env:CERT}\"}";

  @TempDir static Path folder;
  private static final int IN = Ports.free();
  private static final int NAMES = Ports.free();
  private static final int TOKENS = Ports.free();
  private static final int LOGINS_GRPC = Ports.free();
  private static final int LOGINS_HTTP = Ports.free();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Identity identity;
  private static OtlpSink sink;
  private static LoginServer logins;
  private static CollectorProcess collector;

  @BeforeAll
  static void start() throws Exception {
    identity = TestCertificates.selfSigned(folder, "server", "dns:localhost");
    sink = new OtlpSink();
    logins = new LoginServer();
    collector = launch(CONFIG).startAndAwaitReady();
  }

  private static CollectorProcess.Launch launch(String config, String... arguments) {
    return CollectorProcess.with(arguments)
        .config(folder, config)
        .argument(Ports.ownMetricsAt(Ports.free()))
        .env("PASSWORD", PASSWORD)
        .env("LC_ALL", "C.UTF-8")
        .env("TOKEN", "quite secret")
        .env("ISSUER", logins.issuer())
        .env("IN", "" + IN)
        .env("NAMES", "" + NAMES)
        .env("TOKENS", "" + TOKENS)
        .env("LOGINS_GRPC", "" + LOGINS_GRPC)
        .env("LOGINS_HTTP", "" + LOGINS_HTTP)
        .env("CERT", identity.certificate().toString())
        .env("KEY", identity.key().toString())
        .env("SINK", sink.httpEndpoint());
  }

  @AfterAll
  static void stop() {
    if (collector != null) {
      String said = collector.stop().stderr();
      assertThat(said).doesNotContain(PASSWORD, "quite secret", LoginServer.SECRET, "eyJ");
    }
    logins.close();
    sink.close();
  }

  @Test
  void telemetry_passesBetweenThoseWhoKnowEachOther() {
    try (Sender sender = new Sender(IN)) {
      for (int i = 0; i < 20; i++) {
        sender.send(Spans.named("passes-" + i));
      }
    }
    Await.until(
        "all spans came over all four ways",
        Duration.ofSeconds(30),
        () -> passed().size() == 80,
        () -> passed().size() + " came; " + collector.stderr().text());
    List<String> who =
        passed().stream()
            .flatMap(span -> span.getAttributesList().stream())
            .filter(attribute -> attribute.getKey().equals("who"))
            .map(attribute -> attribute.getValue().getStringValue())
            .toList();
    assertThat(who).hasSize(40).containsOnly(LoginServer.CLIENT);
    assertThat(logins.tokens()).isEqualTo(1);
  }

  private static List<Span> passed() {
    return sink.spans().stream().filter(span -> span.getName().startsWith("passes-")).toList();
  }

  @Test
  void names_areAskedFor() throws Exception {
    HttpResponse<String> nobody = post(NAMES, "");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().firstValue("www-authenticate"))
        .hasValue("Basic realm=\"collector\", charset=\"UTF-8\"");
    assertThat(nobody.body()).doesNotContain("basic auth", "credentials");
    assertThat(post(NAMES, basic("ann:wrong")).statusCode()).isEqualTo(401);
    assertThat(post(NAMES, basic("bob:" + PASSWORD)).statusCode()).isEqualTo(401);
    assertThat(post(NAMES, basic("ann:" + PASSWORD)).statusCode()).isEqualTo(200);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  @Test
  void tokensOfAProvider_areAskedFor() throws Exception {
    long now = Instant.now().getEpochSecond();
    String good = logins.signed("ann", now + 60);
    assertThat(post(LOGINS_HTTP, "Bearer " + good).statusCode()).isEqualTo(200);
    HttpResponse<String> late = post(LOGINS_HTTP, "Bearer " + logins.signed("ann", now - 60));
    assertThat(late.statusCode()).isEqualTo(401);
    assertThat(late.headers().firstValue("www-authenticate")).hasValue("Bearer");
    assertThat(late.body()).doesNotContain("expired");
    assertThat(post(LOGINS_HTTP, "Bearer " + good + "x").statusCode()).isEqualTo(401);
    assertThat(call(LOGINS_GRPC, "Bearer " + good)).isEqualTo(Code.OK);
    assertThat(call(LOGINS_GRPC, "Bearer nonsense")).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void tokens_areAskedFor() throws Exception {
    assertThat(call(TOKENS, "Bearer quite secret")).isEqualTo(Code.OK);
    assertThat(call(TOKENS, "Bearer wrong")).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(call(TOKENS, "")).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void validate_findsAuthenticatorsThatAreNotThere() {
    String config =
        CONFIG
            .replace("authenticator: headers_setter", "authenticator: headers_settr")
            .replace("oidc, headers_setter]", "headers_setter]");
    CollectorProcess.Finished finished = launch(config, "validate").run().assertExitCode(1);
    assertThat(finished.stderr())
        .contains(
            ":51:27: exporters::otlp_http/logins::auth::authenticator: references extension"
                + " \"headers_settr\" which is not configured; did you mean headers_setter?")
        .contains(
            "receivers::otlp/logins::protocols::grpc::auth::authenticator: references extension"
                + " \"oidc\" which service::extensions does not name; add it there");
  }

  @Test
  void secretsOverGrpcWithoutTls_stopTheStart() {
    CollectorProcess.Finished finished =
        launch(CONFIG.replaceFirst(Pattern.quote(SECURE), "tls: {insecure: true}"))
            .argument("--set=receivers.otlp/in.protocols.grpc.endpoint=localhost:0")
            .run()
            .assertExitCode(1);
    assertThat(finished.stderr()).contains("\"bearertokenauth\" require transport level security");
  }

  private static HttpResponse<String> post(int port, String authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/traces"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Code call(int port, String authorization) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", port)
            .sslContext(
                GrpcSslContexts.forClient().trustManager(identity.certificate().toFile()).build())
            .build();
    Metadata headers = new Metadata();
    if (!authorization.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
    }
    try {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  TraceServiceGrpc.newBlockingStub(channel)
                      .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                      .withDeadlineAfter(30, TimeUnit.SECONDS)
                      .export(Spans.named("called")));
      return failure == null ? Code.OK : failure.getStatus().getCode();
    } finally {
      channel.shutdownNow();
    }
  }
}
