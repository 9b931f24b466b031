package dev.millrace.extensions.oidc;

import static dev.millrace.extensions.Samples.answer;
import static dev.millrace.extensions.StandIn.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.AuthenticationException;
import dev.millrace.component.RetryableException;
import dev.millrace.component.ServerAuthenticator;
import dev.millrace.component.StartException;
import dev.millrace.extensions.Readme;
import dev.millrace.extensions.Samples;
import dev.millrace.extensions.StandIn;
import dev.millrace.net.HttpResponse;
import dev.millrace.testkit.TestSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcTest {
  private static final OidcFactory FACTORY = new OidcFactory();

  @TempDir Path folder;
  private final TestSettings settings = new TestSettings();
  private final StandIn provider;
  private final Signer signer;
  private volatile String keys;
  private volatile String algorithms = "[\"RS256\",\"none\",\"HS256\"]";
  private volatile int keysStatus = 200;
  private ServerAuthenticator extension;

  OidcTest() throws Exception {
    provider = new StandIn();
    signer = Signer.rsa("one");
    keys = Signer.set(signer);
    provider.answers(asked -> answerOf(asked.path()));
  }

  private HttpResponse answerOf(String path) {
    return switch (path) {
      case "/realm/.well-known/openid-configuration" ->
          json(
              200,
              """
              {"issuer":"%1$s","jwks_uri":"%1$s/keys",
               "id_token_signing_alg_values_supported":%2$s}\
              """
                  .formatted(issuer(), algorithms));
      case "/realm/keys" -> json(keysStatus, keys);
      default -> json(404, "{}");
    };
  }

  private String issuer() {
    return provider.url() + "/realm";
  }

  @AfterEach
  void stop() throws Exception {
    if (extension != null) {
      answer(extension.shutdown(Duration.ofSeconds(1)));
    }
    provider.close();
    settings.close();
  }

  private void start(Object... keysAndValues) throws Exception {
    Map<String, Object> one = new HashMap<>();
    one.put("issuer_url", issuer());
    one.put("audience", "us");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      one.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    extension =
        Samples.start(
            FACTORY, settings, Map.of("providers", List.of(one)), ServerAuthenticator.class);
  }

  private Map<String, String> bearer(String token) throws Exception {
    return answer(extension.authenticate(Map.of("authorization", List.of("Bearer " + token))));
  }

  @Test
  void authenticate_tellsWhoBearsTheToken() throws Exception {
    start("groups_claim", "groups");
    Map<String, Object> claims = Signer.claims(issuer());
    claims.put("groups", List.of("a", "b"));
    claims.put("level", 3);
    claims.put("raw", "not the token");
    String token = signer.token(claims);
    assertThat(bearer(token))
        .containsEntry("subject", "ann")
        .containsEntry("membership", "a;b")
        .containsEntry("raw", token)
        .containsEntry("claims.raw", "not the token")
        .containsEntry("claims.level", "3")
        .containsEntry("level", "3")
        .containsEntry("claims.aud", "others;us");
  }

  @Test
  void authenticate_asksForKeysOnce_whateverTheNumberOfRequests() throws Exception {
    start();
    List<CompletionStage<?>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Map<String, Object> claims = Signer.claims(issuer());
      claims.put("sub", "s" + i % 10);
      all.add(
          extension.authenticate(
              Map.of("authorization", List.of("Bearer " + signer.token(claims)))));
    }
    for (CompletionStage<?> each : all) {
      answer(each);
    }
    assertThat(provider.asked()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"})
  void authenticate_knowsTheAlgorithmsThatTheProviderNames(String algorithm) throws Exception {
    Signer other = Signer.of(algorithm);
    keys = Signer.set(other);
    algorithms = "[\"" + algorithm + "\"]";
    start();
    assertThat(bearer(other.token(Signer.claims(issuer())))).containsEntry("subject", "ann");
  }

  @Test
  void authenticate_refusesAlgorithmsThatTheProviderDoesNotName() throws Exception {
    start();
    Signer other = Signer.of("PS256");
    keys = Signer.set(other);
    refuses(other.token(Signer.claims(issuer())), "rejected", "id token signature");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iss | elsewhere | rejected | issued by a different provider",
        "aud | others    | rejected | expected audience",
        "aud |           | rejected | expected audience",
        "exp | 1000      | expired  | token is expired",
        "exp |           | expired  | token is expired",
        "exp | soon      | malformed | exp is no time",
        "nbf | 99999999999 | rejected | before the nbf"
      })
  void authenticate_refusesTokensThatAreNotForUsNow(
      String claim, String value, String reason, String message) throws Exception {
    start();
    Map<String, Object> claims = Signer.claims(issuer());
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value.matches("[0-9]+") ? (Object) Long.valueOf(value) : value);
    }
    refuses(signer.token(claims), reason, message);
  }

  private void refuses(String token, String reason, String message) {
    assertThatThrownBy(() -> bearer(token))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining(message)
        .extracting(failure -> ((AuthenticationException) failure).challenge())
        .isEqualTo(Map.of("www-authenticate", "Bearer"));
    assertThat(
            settings
                .meter()
                .value("otelcol_extension_failed_logins{extension=oidc,reason=" + reason + "}"))
        .isEqualTo(1);
  }

  @Test
  void authenticate_takesNoSecondChanceForGood() throws Exception {
    start("ignore_audience", true, "audience", "", "ignore_issuer", true);
    Map<String, Object> claims = Signer.claims("anybody");
    claims.put("aud", "anything");
    claims.put("nbf", Instant.now().getEpochSecond() + 200); // within the leeway
    assertThat(bearer(signer.token(claims))).containsEntry("subject", "ann");
  }

  @Test
  void authenticate_refusesForgeries() throws Exception {
    start();
    String good = signer.token(Signer.claims(issuer()));
    bearer(good);
    String[] parts = good.split("\\.");
    Map<String, Object> claims = Signer.claims(issuer());
    claims.put("sub", "root");
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(JsonUtil.toJson(claims).getBytes(StandardCharsets.UTF_8));
    assertForgery(parts[0] + "." + payload + "." + parts[2]);
    String none = Base64.getUrlEncoder().encodeToString("{\"alg\":\"none\"}".getBytes());
    assertForgery(none.replace("=", "") + "." + payload + ".");
    // The public key taken for the secret of an HMAC.
    JsonWebSignature hmac = new JsonWebSignature();
    hmac.setPayload(JsonUtil.toJson(claims));
    hmac.setAlgorithmHeaderValue("HS256");
    hmac.setKeyIdHeaderValue("one");
    hmac.setKey(new HmacKey(signer.key().getPublicKey().getEncoded()));
    assertForgery(hmac.getCompactSerialization());
    // A key of the forger's own under the name of a good one.
    assertForgery(Signer.rsa("one").token(claims));
    for (String text : List.of("", "a", "a.b", "a.b.c", "..", good + ".x", good.substring(20))) {
      assertForgery(text);
    }
  }

  private void assertForgery(String token) {
    assertThatThrownBy(() -> bearer(token)).isInstanceOf(AuthenticationException.class);
  }

  @Test
  void authenticate_looksAtTheHeaderThatIsConfigured() throws Exception {
    extension =
        Samples.start(
            FACTORY,
            settings,
            Map.of("attribute", "X-Token", "issuer_url", issuer(), "audience", "us"),
            ServerAuthenticator.class);
    String token = signer.token(Signer.claims(issuer()));
    assertThat(answer(extension.authenticate(Map.of("x-token", List.of("any " + token)))))
        .isNotEmpty();
    assertThatThrownBy(() -> bearer(token))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageStartingWith("authentication didn't succeed");
    assertThatThrownBy(() -> answer(extension.authenticate(Map.of("x-token", List.of(token)))))
        .isInstanceOf(AuthenticationException.class)
        .hasMessage("invalid authorization header format");
  }

  @Test
  void authenticate_fetchesKeysAgain_forOneThatIsNotKnown_butNotOftenByFar() throws Exception {
    start();
    bearer(signer.token(Signer.claims(issuer())));
    int before = provider.asked();
    Signer next = Signer.rsa("two");
    keys = Signer.set(signer, next);
    // The keys have just been fetched: within ten seconds they are not asked for again.
    for (int i = 0; i < 20; i++) {
      Map<String, Object> claims = Signer.claims(issuer());
      claims.put("n", i);
      String token = next.token(claims);
      assertThatThrownBy(() -> bearer(token)).isInstanceOf(AuthenticationException.class);
    }
    assertThat(provider.asked()).isEqualTo(before);
  }

  @Test
  void authenticate_isRetryableWhileThereAreNoKeys() throws Exception {
    keysStatus = 503;
    start();
    String token = signer.token(Signer.claims(issuer()));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> bearer(token))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("answered HTTP Status Code 503");
    }
    assertThat(provider.asked()).isEqualTo(2);
  }

  @Test
  void claims_nameTheBearer() throws Exception {
    start("username_claim", "email", "groups_claim", "groups");
    Map<String, Object> claims = Signer.claims(issuer());
    assertThatThrownBy(() -> bearer(signer.token(claims)))
        .hasMessageStartingWith("username claim from the OIDC configuration not found");
    claims.put("email", 3);
    assertThatThrownBy(() -> bearer(signer.token(claims)))
        .hasMessage("the username returned by the OIDC provider isn't a regular string");
    claims.put("email", "a@b");
    assertThatThrownBy(() -> bearer(signer.token(claims)))
        .hasMessageStartingWith("groups claim from the OIDC configuration not found");
    claims.put("groups", "one");
    assertThat(bearer(signer.token(claims)))
        .containsEntry("subject", "a@b")
        .containsEntry("membership", "one");
  }

  @Test
  void providers_areChosenByTheIssuer() throws Exception {
    Signer filed = Signer.rsa("filed");
    Path file = Files.writeString(folder.resolve("keys.json"), Signer.set(filed));
    Map<String, Object> keys =
        Map.of(
            "providers",
            List.of(
                Map.of("issuer_url", issuer(), "audience", "us"),
                Map.of(
                    "issuer_url", "https://other",
                    "audience", "us",
                    "public_keys_file", file.toString())));
    extension = Samples.start(FACTORY, settings, keys, ServerAuthenticator.class);
    assertThat(bearer(signer.token(Signer.claims(issuer())))).isNotEmpty();
    assertThat(bearer(filed.token(Signer.claims("https://other")))).isNotEmpty();
    assertForgery(signer.token(Signer.claims("https://other")));
    assertThatThrownBy(() -> bearer(signer.token(Signer.claims("https://third"))))
        .hasMessageContaining("no OIDC provider configured for the issuer");
    Signer rotated = Signer.rsa("rotated");
    Files.writeString(file, Signer.set(rotated) + "\n");
    Samples.await(() -> !bearer(rotated.token(Signer.claims("https://other"))).isEmpty());
    assertForgery(filed.token(Signer.claims("https://other")));
  }

  @Test
  void start_failsWhereTheProviderIsNotThere_orAnother() throws Exception {
    provider.answers(asked -> json(200, "{\"issuer\":\"https://evil\"}"));
    assertThatThrownBy(this::start)
        .isInstanceOf(StartException.class)
        .hasMessage(
            "failed to get configuration from at least one configured auth server: failed to create"
                + " OIDC provider for \"%1$s\": oidc: issuer did not match the issuer returned by"
                    .formatted(issuer())
                + " provider, expected \"%s\" got \"https://evil\"".formatted(issuer()));
    provider.answers(asked -> json(404, ""));
    assertThatThrownBy(this::start)
        .isInstanceOf(StartException.class)
        .hasMessageEndingWith("answered HTTP Status Code 404");
    assertThatThrownBy(() -> start("public_keys_file", "/no/such/file"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("no such file");
    Path empty = Files.writeString(folder.resolve("none.json"), "{\"keys\":[]}");
    assertThatThrownBy(() -> start("public_keys_file", empty.toString()))
        .hasMessageContaining("file contains no supported keys");
  }

  @Test
  void read_saysWhatIsWrong() {
    assertThat(Samples.errors(FACTORY, Map.of()))
        .containsExactly("providers: no IssuerURL provided for the OIDC configuration");
    assertThat(Samples.errors(FACTORY, Map.of("audience", "a")))
        .containsExactly("issuer_url: no IssuerURL provided for the OIDC configuration");
    Map<String, Object> one = Map.of("issuer_url", "https://a", "ignore_issuer", true);
    assertThat(Samples.errors(FACTORY, Map.of("providers", List.of(one, one))))
        .containsExactlyInAnyOrder(
            "providers[0]::audience: no Audience provided for the OIDC configuration",
            "providers[1]::audience: no Audience provided for the OIDC configuration",
            "providers: duplicate issuer URL found: https://a",
            "providers: ignore_issuer cannot be true when multiple providers are configured");
    assertThat(
            Samples.errors(
                FACTORY, Map.of("providers", List.of(Map.of("issuer_url", "a", "audience", "b")))))
        .containsExactly(
            "providers[0]::issuer_url: \"a\" is no URL (expected: such as https://host/realm)");
  }

  @Test
  void readme_hasTheKeysAndAnExampleThatRuns() throws Exception {
    Readme readme = new Readme("oidc");
    assertThat(readme.keys())
        .containsExactly(
            "attribute",
            "providers",
            "issuer_url",
            "audience",
            "ignore_audience",
            "ignore_issuer",
            "issuer_ca_path",
            "username_claim",
            "groups_claim",
            "public_keys_file");
    Map<String, Object> example = new HashMap<>();
    ((Map<?, ?>) ((List<?>) readme.examples().get(0).get("providers")).get(0))
        .forEach((key, value) -> example.put(key.toString(), value));
    assertThat(example).containsKeys("issuer_url", "audience", "username_claim");
    example.put("issuer_url", issuer());
    extension =
        Samples.start(
            FACTORY, settings, Map.of("providers", List.of(example)), ServerAuthenticator.class);
    Map<String, Object> claims = Signer.claims(issuer());
    claims.put("aud", example.get("audience"));
    claims.put("email", "a@b");
    assertThat(bearer(signer.token(claims))).containsEntry("subject", "a@b");
  }
}
