package dev.millrace.extensions.oauth2client;

import static dev.millrace.extensions.Samples.answer;
import static dev.millrace.extensions.StandIn.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.ClientAuthenticator;
import dev.millrace.component.Context;
import dev.millrace.component.RetryableException;
import dev.millrace.component.StartException;
import dev.millrace.extensions.Readme;
import dev.millrace.extensions.Samples;
import dev.millrace.extensions.StandIn;
import dev.millrace.net.HttpExchange;
import dev.millrace.net.HttpResponse;
import dev.millrace.testkit.TestSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Oauth2ClientTest {
  private static final Oauth2ClientFactory FACTORY = new Oauth2ClientFactory();
  private static final String TOKEN =
      "{\"access_token\":\"tok\",\"token_type\":\"bearer\",\"expires_in\":3600}";

  @TempDir Path folder;
  private final TestSettings settings = new TestSettings();
  private final StandIn server;
  private ClientAuthenticator extension;

  Oauth2ClientTest() throws Exception {
    server = new StandIn();
    server.answers(asked -> json(200, TOKEN));
  }

  @AfterEach
  void stop() throws Exception {
    if (extension != null) {
      answer(extension.shutdown(Duration.ofSeconds(1)));
    }
    server.close();
    settings.close();
  }

  private void start(Object... keys) throws Exception {
    Map<String, Object> all = new HashMap<>();
    all.put("client_id", "the:id");
    all.put("client_secret", "the secret");
    all.put("token_url", server.url() + "/token");
    for (int i = 0; i < keys.length; i += 2) {
      all.put((String) keys[i], keys[i + 1]);
    }
    extension = Samples.start(FACTORY, settings, all, ClientAuthenticator.class);
  }

  private Map<String, List<String>> headers() throws Exception {
    return answer(extension.authenticate(Map.of("x", List.of("y")), Context.EMPTY));
  }

  private static String body(HttpExchange asked) {
    return new String(asked.body(), StandardCharsets.UTF_8);
  }

  @Test
  void authenticate_sendsAToken_thatIsAskedForOnce() throws Exception {
    start(
        "scopes",
        List.of("a", "b"),
        "endpoint_params",
        Map.of("audience", "some one", "more", List.of("1", "2")));
    List<CompletionStage<?>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(extension.authenticate(Map.of(), Context.EMPTY));
    }
    for (CompletionStage<?> each : all) {
      answer(each);
    }
    assertThat(headers())
        .isEqualTo(Map.of("x", List.of("y"), "authorization", List.of("Bearer tok")));
    assertThat(server.asked()).isEqualTo(1);
    HttpExchange asked = server.next();
    assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /token");
    assertThat(asked.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(asked.header("authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("the%3Aid:the+secret".getBytes(StandardCharsets.UTF_8)));
    assertThat(body(asked).split("&"))
        .containsExactlyInAnyOrder(
            "grant_type=client_credentials", "scope=a+b", "audience=some+one", "more=1", "more=2");
    assertThat(extension.requiresTransportSecurity()).isTrue();
  }

  @Test
  void authenticate_saysWhoItIsInTheBody_whereTheServerWantsThat() throws Exception {
    server.answers(asked ->
        asked.header("authorization") != null
            ? json(401, "{\"error\":\"invalid_client\"}")
            : json(200, "{\"access_token\":\"tok\",\"expires_in\":\"1\"}"));
    start("expiry_buffer", "0s");
    headers();
    assertThat(server.next().header("authorization")).isNotNull();
    assertThat(body(server.next())).contains("client_id=the%3Aid&client_secret=the+secret");
    Samples.await(() -> {
      headers();
      return server.asked() == 1;
    });
    assertThat(server.next().header("authorization")).isNull();
  }

  @Test
  void authenticate_readsFormAnswers_andOtherTypesOfTokens() throws Exception {
    server.answers(asked ->
        new HttpResponse(
            200,
            Map.of("content-type", List.of("application/x-www-form-urlencoded; charset=utf-8")),
            "access_token=a%20b&token_type=MaC&expires_in=60".getBytes(StandardCharsets.UTF_8)));
    start();
    assertThat(headers()).containsEntry("authorization", List.of("MAC a b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 {\"error\":\"invalid_scope\",\"error_description\":\"no such\"}"
            + " HTTP Status Code 400 \"invalid_scope\" \"no such\"",
        "200 {} server response missing access_token",
        "200 {\"error\":\"late\"} HTTP Status Code 200 \"late\"",
        "200 <html> the answer is no JSON",
        "500 <html> HTTP Status Code 500",
        "302 {} HTTP Status Code 302"
      })
  void authenticate_failsAsRetryable_withWhatTheServerSays(String each) throws Exception {
    String[] parts = each.split(" ", 3);
    boolean isJson = parts[1].endsWith("}") || parts[1].startsWith("<");
    String body = isJson ? parts[1] : each.substring(4, each.indexOf("} ") + 1);
    String why = isJson ? parts[2] : each.substring(each.indexOf("} ") + 2);
    server.answers(asked -> json(Integer.parseInt(parts[0]), body));
    start();
    assertThatThrownBy(this::headers)
        .isInstanceOf(RetryableException.class)
        .hasMessage(
            "failed to get security token from token endpoint (endpoint \"%s/token\"): %s"
                .formatted(server.url(), why));
  }

  @Test
  void authenticate_doesNotWaitWithoutEnd() throws Exception {
    server.answersLater(asked -> new CompletableFuture<>());
    start("timeout", "100ms");
    assertThatThrownBy(this::headers)
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("within 100 ms");
  }

  @Test
  void files_areReadEachTime_andWin() throws Exception {
    Path id = Files.writeString(folder.resolve("id"), "filed\n");
    Path secret = folder.resolve("secret");
    start("client_id_file", id.toString(), "client_secret_file", secret.toString());
    assertThatThrownBy(this::headers)
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("client_secret_file: no such file");
    Files.writeString(secret, "s\n");
    Samples.await(() -> !headers().isEmpty());
    assertThat(server.next().header("authorization")).isEqualTo("Basic ZmlsZWQ6cw==");
  }

  @Test
  void jwtBearer_signsWhoAsks() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    start(
        "grant_type",
        Oauth2ClientConfig.JWT_BEARER,
        "client_certificate_key",
        pem,
        "client_certificate_key_id",
        "k1",
        "signature_algorithm",
        "RS384",
        "iss",
        "me",
        "scopes",
        List.of("a", "b"),
        "claims",
        Map.of("tenant", "t", "level", 3));
    headers();
    HttpExchange asked = server.next();
    assertThat(asked.header("authorization")).isNull();
    Map<String, Object> form = Form.decode(body(asked));
    assertThat(form)
        .containsEntry("grant_type", Oauth2ClientConfig.JWT_BEARER)
        .containsEntry("scope", "a b");
    JsonWebSignature signature = new JsonWebSignature();
    signature.setCompactSerialization((String) form.get("assertion"));
    signature.setKey(pair.getPublic());
    assertThat(signature.verifySignature()).isTrue();
    assertThat(signature.getAlgorithmHeaderValue()).isEqualTo("RS384");
    assertThat(signature.getKeyIdHeaderValue()).isEqualTo("k1");
    Map<String, Object> claims = JsonUtil.parseJson(signature.getPayload());
    assertThat(claims)
        .containsEntry("iss", "me")
        .containsEntry("sub", "the:id")
        .containsEntry("aud", server.url() + "/token")
        .containsEntry("scope", "a b")
        .containsEntry("tenant", "t")
        .containsEntry("level", 3L)
        .containsKey("jti");
    assertThat((long) claims.get("exp") - (long) claims.get("iat")).isEqualTo(1800);
  }

  @Test
  void jwtBearer_saysThatAKeyIsNone() throws Exception {
    start("grant_type", Oauth2ClientConfig.JWT_BEARER, "client_certificate_key", "quite secret");
    assertThatThrownBy(this::headers)
        .isInstanceOf(RetryableException.class)
        .hasMessageEndingWith("client_certificate_key: is no RSA key in PEM form");
  }

  @Test
  void start_failsWithoutTheTlsFiles() {
    assertThatThrownBy(
            () -> start("token_url", "https://h/t", "tls", Map.of("ca_file", "/no/such/file")))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("failed to load TLS config: ");
  }

  @Test
  void read_saysWhatIsWrong() {
    assertThat(Samples.errors(FACTORY, Map.of()))
        .containsExactlyInAnyOrder(
            "client_id: no ClientID provided in the OAuth2 exporter configuration",
            "client_secret: no ClientSecret provided in OAuth Client Credentials configuration",
            "token_url: no TokenURL provided in OAuth Client Credentials configuration");
    assertThat(
            Samples.errors(
                FACTORY,
                Map.of(
                    "client_id", "i",
                    "client_secret", "s",
                    "token_url", "h/t",
                    "grant_type", "password",
                    "signature_algorithm", "HS256",
                    "timeout", "-1s")))
        .containsExactlyInAnyOrder(
            "token_url: must be a valid URL (expected: such as https://host/token)",
            "grant_type: \"password\" is not known (expected one of: client_credentials,"
                + " urn:ietf:params:oauth:grant-type:jwt-bearer)",
            "signature_algorithm: \"HS256\" is not known (expected one of: RS256, RS384, RS512)",
            "timeout: is negative (expected: at least 0s)");
    assertThat(
            Samples.errors(
                FACTORY,
                Map.of(
                    "client_id",
                    "i",
                    "token_url",
                    "http://h/t",
                    "grant_type",
                    Oauth2ClientConfig.JWT_BEARER)))
        .containsExactly(
            "client_certificate_key: no ClientCertificateKey provided in the OAuth2 exporter"
                + " configuration");
  }

  @Test
  void readme_hasTheKeysAndAnExampleThatRuns() throws Exception {
    Readme readme = new Readme("oauth2client");
    Map<String, Object> nulls = new HashMap<>();
    readme.keys().forEach(key -> nulls.put(key, null));
    assertThat(nulls).hasSize(18);
    assertThat(Samples.errors(FACTORY, nulls)).noneMatch(line -> line.contains("unknown key"));
    Map<String, Object> example = new HashMap<>(readme.examples().get(0));
    example.put("token_url", server.url());
    extension = Samples.start(FACTORY, settings, example, ClientAuthenticator.class);
    assertThat(headers()).containsEntry("authorization", List.of("Bearer tok"));
  }
}
