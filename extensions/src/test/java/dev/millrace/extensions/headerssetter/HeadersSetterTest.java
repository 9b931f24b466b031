package dev.millrace.extensions.headerssetter;

import static dev.millrace.extensions.Samples.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.ClientAuthenticator;
import dev.millrace.component.Context;
import dev.millrace.component.Extension;
import dev.millrace.component.Host;
import dev.millrace.component.PermanentException;
import dev.millrace.component.StartException;
import dev.millrace.extensions.Readme;
import dev.millrace.extensions.Samples;
import dev.millrace.testkit.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersSetterTest {
  private static final HeadersSetterFactory FACTORY = new HeadersSetterFactory();
  private static final Context SENDER =
      new Context(
          Map.of("tenant", List.of("acme"), "twice", List.of("a", "b")),
          Map.of("subject", "ann"),
          null);

  @TempDir Path folder;
  private final TestSettings settings = new TestSettings();
  private ClientAuthenticator extension;

  @AfterEach
  void stop() throws Exception {
    if (extension != null) {
      answer(extension.shutdown(Duration.ofSeconds(1)));
    }
    settings.close();
  }

  private Map<String, List<String>> set(Map<String, List<String>> headers, Object... each)
      throws Exception {
    extension =
        Samples.start(
            FACTORY, settings, Map.of("headers", List.of(each)), ClientAuthenticator.class);
    return answer(extension.authenticate(headers, SENDER));
  }

  @ParameterizedTest
  @CsvSource({
    "insert, old, old",
    "insert, , new",
    "update, old, new",
    "update, ,",
    "upsert, old, new",
    "upsert, , new",
    "delete, old,",
    "delete, ,"
  })
  void action_isDone(String action, String before, String after) throws Exception {
    Map<String, List<String>> headers = new HashMap<>(Map.of("other", List.of("kept")));
    if (before != null) {
      headers.put("x-scope-orgid", List.of(before));
    }
    Map<String, List<String>> expected = new HashMap<>(Map.of("other", List.of("kept")));
    if (after != null) {
      expected.put("x-scope-orgid", List.of(after));
    }
    assertThat(set(headers, Map.of("key", "X-Scope-OrgID", "action", action, "value", "new")))
        .isEqualTo(expected);
  }

  @Test
  void sources_giveValues() throws Exception {
    Path file = Files.writeString(folder.resolve("value"), "from a file\n");
    assertThat(
            set(
                Map.of(),
                Map.of("key", "a", "action", "insert", "from_context", "Tenant"),
                Map.of("key", "b", "action", "insert", "from_attribute", "subject"),
                Map.of("key", "c", "action", "insert", "from_context", "no", "default_value", "d"),
                Map.of(
                    "key", "d", "action", "insert", "from_attribute", "no", "default_value", "e"),
                Map.of("key", "e", "action", "insert", "from_context", "no"),
                Map.of("key", "f", "action", "insert", "value_file", file.toString())))
        .isEqualTo(
            Map.of(
                "a", List.of("acme"),
                "b", List.of("ann"),
                "c", List.of("d"),
                "d", List.of("e"),
                "e", List.of(""),
                "f", List.of("from a file")));
    assertThat(extension.requiresTransportSecurity()).isFalse();
  }

  @Test
  void fromContext_withMoreThanOneValue_fails() {
    assertThatThrownBy(
            () -> set(Map.of(), Map.of("key", "a", "action", "upsert", "from_context", "twice")))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("2 source keys found in the context");
  }

  @Test
  void additionalAuth_isAskedFirst() throws Exception {
    Map<String, Object> keys =
        Map.of(
            "headers",
            List.of(Map.of("key", "authorization", "action", "insert", "value", "own")),
            "additional_auth",
            "other");
    extension =
        Samples.start(FACTORY, settings, keys, ClientAuthenticator.class, id -> new Other());
    assertThat(answer(extension.authenticate(Map.of(), SENDER)))
        .isEqualTo(Map.of("authorization", List.of("other's")));
    assertThat(extension.requiresTransportSecurity()).isTrue();
    assertThatThrownBy(
            () -> Samples.start(FACTORY, settings, keys, ClientAuthenticator.class, id -> null))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("auth extension other not found");
    Extension deaf = Samples.create(FACTORY, settings, keys);
    assertThat(deaf).isNotNull();
  }

  private static final class Other implements ClientAuthenticator {
    @Override
    public CompletionStage<Map<String, List<String>>> authenticate(
        Map<String, List<String>> headers, Context context) {
      return CompletableFuture.completedFuture(Map.of("authorization", List.of("other's")));
    }

    @Override
    public CompletionStage<Void> start(Host host) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> shutdown(Duration grace) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Test
  void read_saysWhatIsWrong() {
    assertThat(Samples.errors(FACTORY, Map.of()))
        .containsExactly("headers: missing headers configuration; add a key and a value");
    assertThat(errors(Map.of("action", "upsert", "value", "v")))
        .containsExactly("headers[0]::key: missing header name");
    assertThat(errors(Map.of("action", "upsert", "key", "k")))
        .containsExactly(
            "headers[0]::value: missing header source, must be 'from_context', 'from_attribute',"
                + " 'value', or 'value_file'");
    assertThat(errors(Map.of("action", "upsert", "key", "k", "value", "v", "from_context", "c")))
        .containsExactly(
            "headers[0]::value: invalid header source, must be only one of 'from_context',"
                + " 'from_attribute', 'value', or 'value_file'");
    assertThat(errors(Map.of("action", "delete", "key", "k"))).isEmpty();
    assertThat(errors(Map.of("action", "delte", "key", "k", "value", "v")))
        .containsExactly(
            "headers[0]::action: \"delte\" is not known (expected one of: insert, update, upsert,"
                + " delete)");
    assertThat(
            Samples.warnings(FACTORY, Map.of("headers", List.of(Map.of("key", "k", "value", "v")))))
        .hasSize(1);
  }

  private static List<String> errors(Map<String, ?> header) {
    return Samples.errors(FACTORY, Map.of("headers", List.of(header)));
  }

  @Test
  void readme_hasTheKeysAndAnExampleThatRuns() throws Exception {
    Readme readme = new Readme("headerssetter");
    assertThat(readme.keys())
        .containsExactly(
            "headers",
            "additional_auth",
            "key",
            "action",
            "value",
            "value_file",
            "from_context",
            "from_attribute",
            "default_value");
    extension =
        Samples.start(FACTORY, settings, readme.examples().get(0), ClientAuthenticator.class);
    assertThat(answer(extension.authenticate(Map.of(), SENDER)))
        .containsEntry("x-scope-orgid", List.of("acme"));
  }
}
