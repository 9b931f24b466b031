package dev.millrace.exporters.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.Problems;
import dev.millrace.config.Secret;
import dev.millrace.exporters.OtlpSamples;
import dev.millrace.net.compression.Compression;
import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.net.config.GrpcClientConfig;
import dev.millrace.net.grpc.GrpcClientSettings.KeepAlive;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpGrpcConfigTest {
  private final Problems problems = new Problems();

  private OtlpGrpcConfig read(Object... keys) {
    OtlpGrpcConfig config = OtlpSamples.read(new OtlpGrpcFactory(), map(keys), problems);
    assertThat(problems.errors()).isEmpty();
    return config;
  }

  private static List<String> errors(Object... keys) {
    return OtlpSamples.errors(new OtlpGrpcFactory(), map(keys));
  }

  private static Map<String, Object> map(Object... keys) {
    Map<String, Object> map = new HashMap<>(Map.of("endpoint", "h:4317"));
    for (int i = 0; i < keys.length; i += 2) {
      map.put((String) keys[i], keys[i + 1]);
    }
    return map;
  }

  @Test
  void read_givesGosDefaults() {
    OtlpGrpcConfig config = read();
    GrpcClientConfig client = config.client();
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.sending().retry()).isNotNull();
    assertThat(config.sending().queue()).isNotNull();
    assertThat(client.endpoint()).isEqualTo("h:4317");
    assertThat(client.isPlain()).isFalse();
    assertThat(client.compression()).isEqualTo(Compression.GZIP);
    assertThat(client.keepAlive()).isNull();
    assertThat(client.waitForReady()).isFalse();
    assertThat(client.balancerName()).isEqualTo("round_robin");
    assertThat(client.tls().settings().protocols()).containsExactly("TLSv1.2", "TLSv1.3");
  }

  @Test
  void read_takesEveryKey() {
    GrpcClientConfig client =
        read(
                "tls",
                Map.of("insecure", true),
                "headers",
                Map.of("X-A", "b"),
                "compression",
                "zstd",
                "compression_params",
                Map.of("level", 99),
                "keepalive",
                Map.of("time", "20s", "permit_without_stream", true),
                "wait_for_ready",
                true,
                "user_agent",
                "u",
                "balancer_name",
                "",
                "authority",
                "a",
                "write_buffer_size",
                1)
            .client();
    assertThat(client.isPlain()).isTrue();
    assertThat(client.headers()).isEqualTo(Map.of("x-a", new Secret("b")));
    assertThat(client.compression()).isEqualTo(new Compression(Algorithm.ZSTD, 19));
    assertThat(client.keepAlive())
        .isEqualTo(new KeepAlive(Duration.ofSeconds(20), Duration.ofSeconds(10), true));
    assertThat(client.waitForReady()).isTrue();
    assertThat(client.userAgent()).isEqualTo("u");
    assertThat(client.balancerName()).isEqualTo("pick_first");
    assertThat(client.authority()).isEqualTo("a");
    assertThat(problems.secretPaths()).contains("exporters::otlp_grpc::headers");
    assertThat(client.toString()).doesNotContain("Secret[").contains("[REDACTED]");
  }

  @ParameterizedTest
  @CsvSource({
    "unix:///a/b, unix:/a/b, false",
    "unix:/a/b, unix:/a/b, false",
    "unix:b, unix:b, false",
    "passthrough:///h:1, h:1, false",
    "h:1, h:1, false",
    "http://h:1, h:1, false",
    "HTTPS://h:1, h:1, true",
    "dns:///h:1, h:1, false",
    "dns://h:1, h:1, false",
    "[::1]:1, [::1]:1, false",
    ":1, localhost:1, false"
  })
  void read_takesEveryFormOfEndpoint(String text, String target, boolean tls) {
    GrpcClientConfig client = read("endpoint", text, "tls", Map.of("insecure", true)).client();
    assertThat(client.endpoint()).isEqualTo(target);
    assertThat(client.isPlain()).isEqualTo(!tls);
    boolean isOne = text.startsWith("unix") || text.startsWith("passthrough");
    assertThat(client.balancerName()).isEqualTo(isOne ? "pick_first" : "round_robin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | requires a non-empty \"endpoint\"; add endpoint: host:4317",
        "h | \"h\" has no port (expected: host:port)",
        "http://h:1/path | \"h:1/path\" has no valid port (expected: host:port, port 0 to 65535)",
        "unix:// | unix socket path cannot be empty; write unix:///path/to/socket",
        "dns://1.1.1.1/h:1 | a name server in the endpoint is not supported by Millrace yet; write"
            + " dns:///h:1",
        "xds:///h:1 | unknown scheme \"xds\" (expected: host:port, http://, https://, dns:///,"
            + " passthrough:/// or unix:///)"
      })
  void read_refusesOtherEndpoints(String text, String message) {
    assertThat(errors("endpoint", text)).containsExactly("endpoint: " + message);
  }

  @Test
  void read_refusesWhatItCannotDo() {
    for (String unknown : List.of("zip", "lz4", "x-snappy-framed")) {
      assertThat(errors("compression", unknown))
          .containsExactly(
              "compression: unsupported compression type \""
                  + unknown
                  + "\" (expected one of: none, gzip, zstd, snappy)");
    }
    assertThat(errors("compression", "snappy", "compression_params", Map.of("level", 1)))
        .containsExactly(
            "compression_params::level: unsupported parameters {Level:1} for compression type"
                + " \"snappy\" (it has no levels; remove compression_params)");
    assertThat(errors("compression_params", Map.of("level", 10)))
        .containsExactly(
            "compression_params::level: unsupported parameters {Level:10} for compression type"
                + " \"gzip\" (expected: -2 to 9)");
    assertThat(errors("auth", Map.of("authenticator", "x"))).isEmpty();
    assertThat(errors("auth", Map.of("authenticator", "x/")))
        .containsExactly("auth::authenticator: in \"x/\" id: the part after / should not be empty");
    assertThat(errors("auth", Map.of()))
        .containsExactly("auth::authenticator: names no extension; write authenticator: <id>");
    assertThat(errors("balancer_name", "best"))
        .containsExactly(
            "balancer_name: invalid balancer_name: best (expected: round_robin or pick_first)");
    assertThat(errors("headers", Map.of("a b", "x")))
        .containsExactly(
            "headers: \"a b\" is no name of a gRPC header (expected: letters, digits and - _ .)");
    assertThat(errors("timeout", "-1s"))
        .containsExactly("timeout: must not be negative (expected: at least 0s; 0 means no limit)");
    assertThat(errors("keepalive", Map.of("time", "0")))
        .containsExactly("keepalive::time: must be above 0 (expected: such as 10s)");
    assertThat(errors("endpont", "x"))
        .containsExactly("endpont: unknown key; did you mean endpoint?");
  }

  @Test
  void read_refusesContradictingTls() {
    assertThat(errors("tls", Map.of("ca_file", "a", "ca_pem", "b")))
        .containsExactly("tls::ca_pem: provide either ca_file or ca_pem, but not both");
    assertThat(errors("tls", Map.of("cert_file", "a")))
        .containsExactly(
            "tls::cert_file: TLS configuration must include both certificate and key; add"
                + " key_file");
    assertThat(errors("tls", Map.of("min_version", "1.3", "max_version", "1.2")))
        .containsExactly("tls::min_version: min_version cannot be greater than max_version");
    assertThat(errors("tls", Map.of("min_version", "2")))
        .containsExactly(
            "tls::min_version: unsupported TLS version \"2\" (expected one of: 1.0, 1.1, 1.2,"
                + " 1.3)");
    assertThat(errors("tls", Map.of("reload_interval", "1h"))).isEmpty();
    assertThat(errors("tls", Map.of("tpm", Map.of("enabled", true))))
        .containsExactly("tls::tpm: is not supported by Millrace yet; remove it");
  }
}
