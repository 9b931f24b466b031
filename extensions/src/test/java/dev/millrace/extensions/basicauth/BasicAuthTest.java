package dev.millrace.extensions.basicauth;

import static dev.millrace.extensions.Samples.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.AuthenticationException;
import dev.millrace.component.ClientAuthenticator;
import dev.millrace.component.Context;
import dev.millrace.component.Extension;
import dev.millrace.component.ServerAuthenticator;
import dev.millrace.component.StartException;
import dev.millrace.extensions.Readme;
import dev.millrace.extensions.Samples;
import dev.millrace.testkit.TestSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BasicAuthTest {
  private static final BasicAuthFactory FACTORY = new BasicAuthFactory();
  private static final String BCRYPT =
      "$2y$04$abcdefghijklmnopqrstuuCzhc4NxTBEvpzhKtNJMD9V1Z70jDCd.";
  private static final String PASSWORD = "m\u00f6rk kaffe";
  private static final String FAILED =
      "otelcol_extension_failed_logins{extension=basicauth,reason=";

  @TempDir Path folder;
  private final TestSettings settings = new TestSettings();
  private Extension extension;

  @AfterEach
  void stop() throws Exception {
    if (extension != null) {
      answer(extension.shutdown(Duration.ofSeconds(1)));
    }
    settings.close();
  }

  private ServerAuthenticator server(Map<String, ?> htpasswd) throws Exception {
    ServerAuthenticator server =
        Samples.start(FACTORY, settings, Map.of("htpasswd", htpasswd), ServerAuthenticator.class);
    extension = server;
    return server;
  }

  private static Map<String, List<String>> login(String name, String password) {
    return Map.of("authorization", List.of("Basic " + encoded(name + ":" + password)));
  }

  private static String encoded(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void authenticate_letsInWhoKnowsThePassword() throws Exception {
    ServerAuthenticator server = server(Map.of("inline", "ann:" + BCRYPT + "\n\nbob:plain:text"));
    assertThat(answer(server.authenticate(login("ann", PASSWORD))))
        .containsOnly(Map.entry("username", "ann"), Map.entry("raw", encoded("ann:" + PASSWORD)));
    assertThat(answer(server.authenticate(login("bob", "plain:text"))))
        .containsEntry("username", "bob");
    assertThat(
            answer(
                server.authenticate(
                    Map.of("authorization", List.of("bAsIc " + encoded("bob:plain:text"))))))
        .containsEntry("username", "bob");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Basic YW5uOndyb25n | rejected | invalid credentials",
        "Basic bm9ib2R5Ong= | rejected | invalid credentials",
        "Basic YW5u         | malformed | invalid authorization format",
        "Basic ***          | malformed | invalid authorization format",
        "Bearer YW5uOng=    | malformed | invalid authorization scheme prefix",
        "''                 | missing   | no basic auth provided"
      })
  void authenticate_refusesOthers_andCountsThem(String value, String reason, String message)
      throws Exception {
    ServerAuthenticator server = server(Map.of("inline", "ann:" + BCRYPT));
    assertThatThrownBy(() -> answer(server.authenticate(Map.of("authorization", List.of(value)))))
        .isInstanceOf(AuthenticationException.class)
        .hasMessage(message)
        .extracting(failure -> ((AuthenticationException) failure).challenge())
        .isEqualTo(Map.of("www-authenticate", "Basic realm=\"collector\", charset=\"UTF-8\""));
    assertThat(settings.meter().value(FAILED + reason + "}")).isEqualTo(1);
  }

  @Test
  void authenticate_checksManyLogins_aFewAtATime() throws Exception {
    ServerAuthenticator server = server(Map.of("inline", "ann:" + BCRYPT));
    List<CompletionStage<Map<String, String>>> wrong = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      wrong.add(server.authenticate(login("ann", "guess" + i)));
    }
    assertThat(answer(server.authenticate(login("ann", PASSWORD)))).isNotEmpty();
    for (CompletionStage<Map<String, String>> each : wrong) {
      assertThatThrownBy(() -> answer(each)).isInstanceOf(AuthenticationException.class);
    }
  }

  @Test
  void authenticate_followsTheFile_andPrefersWhatIsInline() throws Exception {
    Path file = Files.writeString(folder.resolve("htpasswd"), "ann:one\nbob:one\n");
    ServerAuthenticator server = server(Map.of("file", file.toString(), "inline", "bob:two"));
    assertThat(answer(server.authenticate(login("ann", "one")))).isNotEmpty();
    assertThat(answer(server.authenticate(login("bob", "two")))).isNotEmpty();
    assertThatThrownBy(() -> answer(server.authenticate(login("bob", "one"))))
        .isInstanceOf(AuthenticationException.class);
    Files.writeString(file, "ann:another\n");
    Samples.await(() -> !answer(server.authenticate(login("ann", "another"))).isEmpty());
    assertThatThrownBy(() -> answer(server.authenticate(login("ann", "one"))))
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void start_failsWithoutTheFile() {
    assertThatThrownBy(() -> server(Map.of("file", folder.resolve("none").toString())))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("open htpasswd file: ")
        .hasMessageEndingWith("no such file");
  }

  private ClientAuthenticator client(Map<String, ?> clientAuth) throws Exception {
    ClientAuthenticator client =
        Samples.start(
            FACTORY, settings, Map.of("client_auth", clientAuth), ClientAuthenticator.class);
    extension = client;
    return client;
  }

  @Test
  void authenticate_sendsNameAndPassword() throws Exception {
    ClientAuthenticator client = client(Map.of("username", "ann", "password", PASSWORD));
    assertThat(
            answer(
                client.authenticate(
                    Map.of("x", List.of("y"), "authorization", List.of("z")), Context.EMPTY)))
        .isEqualTo(
            Map.of(
                "x",
                List.of("y"),
                "authorization",
                List.of("Basic " + encoded("ann:" + PASSWORD))));
    assertThat(client.requiresTransportSecurity()).isTrue();
  }

  @Test
  void authenticate_sendsWhatFilesSay() throws Exception {
    Path name = Files.writeString(folder.resolve("name"), "ann\n");
    Path password = Files.writeString(folder.resolve("password"), "one\n");
    ClientAuthenticator client =
        client(
            Map.of(
                "username", "ignored",
                "username_file", name.toString(),
                "password_file", password.toString()));
    assertThat(answer(client.authenticate(Map.of(), Context.EMPTY))).isEqualTo(login("ann", "one"));
  }

  @Test
  void start_refusesANameWithAColon() {
    assertThatThrownBy(() -> client(Map.of("username", "a:b")))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("invalid authorization format");
  }

  @Test
  void read_saysWhatIsWrong() {
    assertThat(Samples.errors(FACTORY, Map.of()))
        .containsExactly("htpasswd: no credential source provided; add htpasswd or client_auth");
    assertThat(Samples.errors(FACTORY, Map.of("htpasswd", Map.of())))
        .containsExactly("htpasswd: no credential source provided; add file or inline");
    assertThat(
            Samples.errors(
                FACTORY, Map.of("htpasswd", Map.of("inline", "a:b"), "client_auth", Map.of())))
        .containsExactly("client_auth: only one of `htpasswd` or `client_auth` can be specified");
    assertThat(
            Samples.errors(FACTORY, Map.of("client_auth", Map.of("aws_secrets_manager", Map.of()))))
        .containsExactly(
            "client_auth::aws_secrets_manager: is not supported by Millrace yet; remove it");
  }

  @Test
  void readme_hasTheKeysAndExamplesThatRun() throws Exception {
    Readme readme = new Readme("basicauth");
    assertThat(readme.keys())
        .containsExactly(
            "htpasswd::file",
            "htpasswd::inline",
            "client_auth::username",
            "client_auth::username_file",
            "client_auth::password",
            "client_auth::password_file");
    Map<String, Object> server = new HashMap<>(readme.examples().get(0));
    assertThat(
            answer(
                Samples.start(FACTORY, settings, server, ServerAuthenticator.class)
                    .authenticate(login("ann", PASSWORD))))
        .isNotEmpty();
    assertThat(
            answer(
                Samples.start(
                        FACTORY, settings, readme.examples().get(1), ClientAuthenticator.class)
                    .authenticate(Map.of(), Context.EMPTY)))
        .containsKey("authorization");
  }
}
