package dev.millrace.net.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ConfigText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TlsKeysTest {
  private final Problems problems = new Problems();

  private TlsServerConfig server(Map<String, ?> keys) {
    Map<String, Object> all = new HashMap<>(keys);
    all.putIfAbsent("cert_file", "a.crt");
    all.putIfAbsent("key_file", "a.key");
    return TlsServerConfig.readOptional(reader(Map.of("tls", all)));
  }

  private ConfigReader reader(Map<String, ?> keys) {
    return new ConfigReader(ConfigText.map(keys), "http", problems);
  }

  private List<String> errors() {
    return problems.errors().stream().map(Problem::toString).toList();
  }

  @Test
  void server_readsAllKeys() {
    TlsServerConfig config =
        server(
            Map.of(
                "client_ca_file",
                "ca.crt",
                "client_ca_file_reload",
                true,
                "include_system_ca_certs_pool",
                true,
                "reload_interval",
                "90s",
                "min_version",
                "1.2",
                "max_version",
                "1.2",
                "cipher_suites",
                List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"),
                "curve_preferences",
                List.of("P384", "X25519")));

    assertThat(errors()).isEmpty();
    assertThat(config.settings().clientAuthorities().file()).isEqualTo("ca.crt");
    assertThat(config.settings().watchesClientAuthorities()).isTrue();
    assertThat(config.settings().withSystemAuthorities()).isTrue();
    assertThat(config.settings().reloadInterval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.settings().parameters().protocols()).containsExactly("TLSv1.2");
    assertThat(config.settings().parameters().groups()).containsExactly("secp384r1", "x25519");
  }

  @Test
  void server_reportsUnknownNamesWithTheList() {
    server(Map.of("cipher_suites", List.of("TLS_FANTASY"), "curve_preferences", List.of("P1")));

    assertThat(errors()).hasSize(2);
    assertThat(errors().get(0))
        .contains(
            "http::tls::cipher_suites: invalid TLS cipher suite \"TLS_FANTASY\"",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        .doesNotContain("RC4");
    assertThat(errors().get(1))
        .contains(
            "http::tls::curve_preferences: invalid curve type \"P1\"", "X25519, P256, P384, P521");
  }

  @Test
  void server_takesInsecureSuitesOnlyWhenTold() {
    List<String> suites = List.of("TLS_RSA_WITH_AES_128_CBC_SHA");
    server(Map.of("cipher_suites", suites, "include_insecure_cipher_suites", true));
    assertThat(errors()).isEmpty();

    server(Map.of("cipher_suites", suites));
    assertThat(errors())
        .singleElement()
        .asString()
        .contains("is insecure", "include_insecure_cipher_suites");
  }

  @Test
  void server_reportsVersions() {
    server(Map.of("min_version", "1.3", "max_version", "1.2"));
    server(Map.of("min_version", "1.4"));
    server(Map.of("tpm", Map.of("enabled", true)));

    assertThat(errors()).hasSize(3);
    assertThat(errors().get(0)).contains("tls::min_version: min_version cannot be greater");
    assertThat(errors().get(1)).contains("unsupported TLS version \"1.4\"");
    assertThat(errors().get(2)).contains("tls::tpm: is not supported");
  }

  @Test
  void client_namesAnAuthorityAndSoWantsTls() {
    assertThat(TlsClientConfig.read(reader(Map.of("tls", Map.of("insecure", true)))).insecure())
        .isTrue();
    assertThat(
            TlsClientConfig.read(
                    reader(Map.of("tls", Map.of("insecure", true, "ca_file", "ca.crt"))))
                .insecure())
        .isFalse();
  }
}
