package dev.millrace.exporters.otlphttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.Problems;
import dev.millrace.data.Signal;
import dev.millrace.exporters.OtlpSamples;
import dev.millrace.net.HttpClientSettings.Http2;
import dev.millrace.net.compression.Compression;
import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.net.config.HttpClientConfig;
import dev.millrace.net.config.HttpClientConfig.Connections;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpHttpConfigTest {
  private static final OtlpHttpFactory FACTORY = new OtlpHttpFactory();

  private static OtlpHttpConfig read(Map<String, ?> keys) {
    Problems problems = new Problems();
    OtlpHttpConfig config = OtlpSamples.read(FACTORY, keys, problems);
    assertThat(problems.errors()).isEmpty();
    return config;
  }

  @Test
  void read_givesGosDefaults() {
    OtlpHttpConfig config = read(Map.of("endpoint", "http://h:4318"));
    HttpClientConfig client = config.client();
    assertThat(client.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(client.compression()).isEqualTo(Compression.GZIP);
    assertThat(client.connections()).isEqualTo(new Connections(0, 0, 100, Duration.ofSeconds(90)));
    assertThat(client.http2()).isEqualTo(new Http2(Duration.ZERO, Duration.ofSeconds(15)));
    assertThat(client.proxy()).isNull();
    assertThat(client.cookies()).isFalse();
    assertThat(client.keepAlive()).isTrue();
    assertThat(config.encoding()).isEqualTo(Encoding.PROTO);
    assertThat(config.sending().retry()).isNotNull();
    assertThat(config.sending().queue()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:4318, http://h:4318/v1/traces, http://h:4318/v1development/profiles",
    "http://h:4318/, http://h:4318/v1/traces, http://h:4318/v1development/profiles",
    "https://h/p, https://h/p/v1/traces, https://h/p/v1development/profiles"
  })
  void read_joinsPathsAsGo(String endpoint, String traces, String profiles) {
    Map<Signal, URI> urls = read(Map.of("endpoint", endpoint)).urls();
    assertThat(urls.get(Signal.TRACES)).isEqualTo(URI.create(traces));
    assertThat(urls.get(Signal.PROFILES)).isEqualTo(URI.create(profiles));
  }

  @Test
  void read_takesAnEndpointForOneSignalAlone() {
    assertThat(read(Map.of("logs_endpoint", "http://h/logs")).urls())
        .isEqualTo(Map.of(Signal.LOGS, URI.create("http://h/logs")));
  }

  @Test
  void read_refusesNoEndpoint() {
    assertThat(OtlpSamples.errors(FACTORY, Map.of()))
        .containsExactly(
            "endpoint: at least one endpoint must be specified; add endpoint: http://host:4318");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4318", "h", "ftp://h", "http://", "http://u:secret@h :1"})
  void read_refusesWhatIsNoUrl_withoutSayingIt(String text) {
    for (String key : new String[] {"endpoint", "traces_endpoint"}) {
      assertThat(OtlpSamples.errors(FACTORY, Map.of(key, text)))
          .containsExactly(
              key
                  + ": "
                  + key
                  + " must be a valid URL (expected: http://host:port or https://host:port)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"middlewares"})
  void read_saysWhatIsNotSupportedYet(String key) {
    assertThat(OtlpSamples.errors(FACTORY, Map.of("endpoint", "http://h", key, "x")))
        .containsExactly(key + ": is not supported by Millrace yet; remove it");
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, -2, -2",
    "zlib, -1, -1",
    "deflate, 9, 9",
    "gzip, 0, 1",
    "zstd, -5, 1",
    "zstd, 11, 11",
    "zstd, 100, 19",
    "snappy, 0, 0",
    "x-snappy-framed, 0, 0",
    "lz4, 0, 0",
    "none, 7, 0"
  })
  void read_takesTheLevelsThatGoTakes(String compression, int level, int ours) {
    Compression read =
        read(Map.of(
                "endpoint",
                "http://h",
                "compression",
                compression,
                "compression_params",
                Map.of("level", level)))
            .client()
            .compression();
    assertThat(read.algorithm().text()).isEqualTo(compression);
    assertThat(read.level()).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({"gzip, 10", "zlib, -3", "deflate, 10", "snappy, 1", "x-snappy-framed, -1", "lz4, 3"})
  void read_refusesTheLevelsThatGoRefuses(String compression, int level) {
    Map<String, Object> keys =
        Map.of(
            "endpoint",
            "http://h",
            "compression",
            compression,
            "compression_params",
            Map.of("level", level));
    assertThat(OtlpSamples.errors(FACTORY, keys))
        .singleElement()
        .asString()
        .startsWith(
            "compression_params::level: unsupported parameters {Level:%d} for compression type \"%s\""
                .formatted(level, compression));
  }

  @Test
  void read_reusesWhatCanBeReused() {
    Map<String, Object> reuse = Map.of("reuse", true, "level", 3);
    assertThat(
            read(Map.of("endpoint", "http://h", "compression_params", reuse))
                .client()
                .compression())
        .isEqualTo(new Compression(Algorithm.GZIP, 3).reusing());
    assertThat(
            OtlpSamples.errors(
                FACTORY,
                Map.of(
                    "endpoint",
                    "http://h",
                    "compression",
                    "lz4",
                    "compression_params",
                    Map.of("reuse", true))))
        .containsExactly(
            "compression_params::reuse: cannot be used with compression type \"lz4\" (expected:"
                + " gzip or zstd)");
    assertThat(
            OtlpSamples.errors(
                FACTORY,
                Map.of("endpoint", "http://h", "encoding", "json", "compression_params", reuse)))
        .containsExactly(
            "encoding: json cannot reuse what came compressed; remove"
                + " compression_params::reuse");
  }

  @Test
  void read_takesWhatConnectionsNeed() {
    HttpClientConfig client =
        read(Map.of(
                "endpoint",
                "http://h",
                "max_conns_per_host",
                3,
                "max_idle_conns_per_host",
                2,
                "max_idle_conns",
                0,
                "idle_conn_timeout",
                "0s",
                "http2_read_idle_timeout",
                "5s",
                "http2_ping_timeout",
                "1s",
                "proxy_url",
                "http://u:secret@p:3128",
                "cookies",
                Map.of("enabled", true)))
            .client();
    assertThat(client.connections()).isEqualTo(new Connections(3, 2, 0, Duration.ZERO));
    assertThat(client.http2()).isEqualTo(new Http2(Duration.ofSeconds(5), Duration.ofSeconds(1)));
    assertThat(client.proxy()).hasToString("proxy p:3128");
    assertThat(client.cookies()).isTrue();
    assertThat(client.toString()).doesNotContain("secret");
  }

  @Test
  void read_speaksHttp1_whenToldTo() {
    Map<String, Object> keys = Map.of("endpoint", "http://h", "force_attempt_http2", false);
    assertThat(read(keys).client().http2()).isNull();
  }

  @Test
  void read_takesCookiesAsGo() {
    assertThat(read(Map.of("endpoint", "http://h", "cookies", Map.of())).client().cookies())
        .isTrue();
    Map<String, Object> off = Map.of("endpoint", "http://h", "cookies", Map.of("enabled", false));
    assertThat(read(off).client().cookies()).isFalse();
  }

  @Test
  void read_refusesProxiesThatItCannotSpeakTo_withoutShowingThem() {
    for (String url : List.of("ftp://u:secret@p", "p:3128", "http://u:secret@p :1")) {
      assertThat(OtlpSamples.errors(FACTORY, Map.of("endpoint", "http://h", "proxy_url", url)))
          .singleElement()
          .asString()
          .startsWith("proxy_url: ")
          .endsWith("(expected: http://host:port, https://host:port or socks5://host:port)")
          .doesNotContain("secret");
    }
  }

  @Test
  void read_refusesNegativeBounds() {
    assertThat(
            OtlpSamples.errors(
                FACTORY,
                Map.of("endpoint", "http://h", "max_conns_per_host", -1, "timeout", "-1s")))
        .containsExactlyInAnyOrder(
            "max_conns_per_host: -1 is negative (expected: at least 0; 0 means no limit)",
            "timeout: is negative (expected: at least 0s; 0 means no limit)");
  }
}
