package dev.millrace.extensions.bearertokenauth;

import static dev.millrace.extensions.Samples.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.AuthenticationException;
import dev.millrace.component.Context;
import dev.millrace.component.StartException;
import dev.millrace.extensions.Readme;
import dev.millrace.extensions.Samples;
import dev.millrace.testkit.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokenAuthTest {
  private static final BearerTokenAuthFactory FACTORY = new BearerTokenAuthFactory();

  @TempDir Path folder;
  private final TestSettings settings = new TestSettings();
  private BearerTokenAuth extension;

  @AfterEach
  void stop() throws Exception {
    if (extension != null) {
      answer(extension.shutdown(Duration.ofSeconds(1)));
    }
    settings.close();
  }

  private BearerTokenAuth start(Map<String, ?> keys) throws Exception {
    extension = Samples.start(FACTORY, settings, keys, BearerTokenAuth.class);
    return extension;
  }

  private boolean letsIn(String header, String value) throws Exception {
    try {
      return answer(extension.authenticate(Map.of(header, List.of(value)))).isEmpty();
    } catch (AuthenticationException e) {
      assertThat(e.getMessage()).doesNotContain(value);
      return false;
    }
  }

  @Test
  void authenticate_letsInWhoKnowsTheToken() throws Exception {
    start(Map.of("token", "secret"));
    assertThat(letsIn("authorization", "Bearer secret")).isTrue();
    assertThat(letsIn("authorization", "bearer secret")).isFalse();
    assertThat(letsIn("authorization", "secret")).isFalse();
    assertThat(letsIn("authorization", "Bearer secrets")).isFalse();
    assertThat(letsIn("x-other", "Bearer secret")).isFalse();
    assertThat(
            settings
                .meter()
                .value(
                    "otelcol_extension_failed_logins{extension=bearertokenauth,reason=rejected}"))
        .isEqualTo(3);
  }

  @Test
  void authenticate_challengesWithTheScheme() throws Exception {
    start(Map.of("token", "secret", "scheme", "Token"));
    assertThatThrownBy(() -> answer(extension.authenticate(Map.of())))
        .isInstanceOf(AuthenticationException.class)
        .hasMessage("missing or empty authorization header: Authorization")
        .extracting(failure -> ((AuthenticationException) failure).challenge())
        .isEqualTo(Map.of("www-authenticate", "Token"));
  }

  @Test
  void tokens_areAllLetIn_andTheFirstIsSent() throws Exception {
    start(Map.of("tokens", List.of("one", "two"), "scheme", "", "header", "X-Api-Key"));
    assertThat(letsIn("x-api-key", "one")).isTrue();
    assertThat(letsIn("x-api-key", "two")).isTrue();
    assertThat(letsIn("x-api-key", "three")).isFalse();
    assertThat(answer(extension.authenticate(Map.of("a", List.of("b")), Context.EMPTY)))
        .isEqualTo(Map.of("a", List.of("b"), "x-api-key", List.of("one")));
    assertThat(extension.requiresTransportSecurity()).isTrue();
  }

  @Test
  void filename_isFollowed_andAnEmptyLineIsNoToken() throws Exception {
    Path file = Files.writeString(folder.resolve("tokens"), "one\n\n two \n");
    start(Map.of("filename", file.toString(), "token", "ignored"));
    assertThat(letsIn("authorization", "Bearer two")).isTrue();
    assertThat(letsIn("authorization", "Bearer ")).isFalse();
    assertThat(letsIn("authorization", "Bearer ignored")).isFalse();
    Files.writeString(file, "three");
    Samples.await(() -> letsIn("authorization", "Bearer three"));
    assertThat(letsIn("authorization", "Bearer one")).isFalse();
    assertThat(answer(extension.authenticate(Map.of(), Context.EMPTY)))
        .isEqualTo(Map.of("authorization", List.of("Bearer three")));
  }

  @Test
  void start_failsWithoutTheFile() {
    assertThatThrownBy(() -> start(Map.of("filename", folder.resolve("none").toString())))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("filename: cannot read ");
  }

  @Test
  void read_saysWhatIsWrong() {
    assertThat(Samples.errors(FACTORY, Map.of()))
        .containsExactly("token: no bearer token provided; add token, tokens or filename");
    assertThat(Samples.errors(FACTORY, Map.of("token", "a", "tokens", List.of("b"))))
        .containsExactly("tokens: either tokens or token should be provided, not both");
    assertThat(Samples.errors(FACTORY, Map.of("tokens", List.of("a", ""))))
        .containsExactly("tokens: one is empty; remove it");
    assertThat(Samples.warnings(FACTORY, Map.of("token", "a", "filename", "f")))
        .containsExactly("filename: a filename is specified. Configured token(s) is ignored!");
  }

  @Test
  void readme_hasTheKeysAndExamplesThatRun() throws Exception {
    Readme readme = new Readme("bearertokenauth");
    assertThat(readme.keys()).containsExactly("header", "scheme", "token", "tokens", "filename");
    start(readme.examples().get(0));
    assertThat(letsIn("authorization", "Bearer somerandomtoken")).isTrue();
  }
}
