package dev.millrace.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Kind;
import dev.millrace.component.Receiver;
import dev.millrace.component.StartException;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.data.Signal;
import dev.millrace.net.Endpoint;
import dev.millrace.net.HttpServerSettings.Timeouts;
import dev.millrace.net.config.GrpcServerConfig;
import dev.millrace.net.grpc.GrpcServerSettings.KeepAlive;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.ConfigText;
import dev.millrace.testkit.TestOutputs;
import dev.millrace.testkit.TestSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OtlpConfigTest {

  @Test
  void read_switchesProtocolsOnByName() {
    Map<String, Object> both = new HashMap<>();
    both.put("grpc", null);
    both.put("http", null);
    OtlpConfig config = RunningOtlp.config("protocols", both);
    assertThat(config.grpc().endpoint()).isEqualTo(new Endpoint("localhost", 4317));
    assertThat(config.grpc().limits().maxMessageBytes()).isEqualTo(4 * 1024 * 1024);
    assertThat(config.grpc().keepAlive()).isEqualTo(KeepAlive.DEFAULTS);
    assertThat(config.http().server().endpoint()).isEqualTo(new Endpoint("localhost", 4318));
    assertThat(config.http().server().maxRequestBodySize()).isEqualTo(20L * 1024 * 1024);
    assertThat(config.http().server().timeouts()).isEqualTo(Timeouts.DEFAULTS);
    assertThat(config.http().paths())
        .containsEntry(Signal.TRACES, "/v1/traces")
        .containsEntry(Signal.PROFILES, "/v1development/profiles");
    both.remove("grpc");
    assertThat(RunningOtlp.config("protocols", both).grpc()).isNull();
  }

  @Test
  void read_takesTheKeysOfTheGoCollector() {
    Map<String, Object> grpc =
        Map.of(
            "endpoint",
            "0.0.0.0:1",
            "transport",
            "tcp",
            "max_recv_msg_size_mib",
            64,
            "max_concurrent_streams",
            10,
            "read_buffer_size",
            524288,
            "write_buffer_size",
            524288,
            "keepalive",
            Map.of(
                "server_parameters", Map.of("max_connection_age", "1m", "time", "30s"),
                "enforcement_policy", Map.of("min_time", "10s", "permit_without_stream", true)),
            "include_metadata",
            true);
    Map<String, Object> http =
        Map.of(
            "endpoint", ":2",
            "max_request_body_size", 1000,
            "read_timeout", "1s",
            "idle_timeout", "0s",
            "keep_alives_enabled", false,
            "response_headers", Map.of("X-A", "b"),
            "logs_url_path", "/logs");
    OtlpConfig config = RunningOtlp.config("protocols", Map.of("grpc", grpc, "http", http));
    GrpcServerConfig server = config.grpc();
    assertThat(server.limits().maxMessageBytes()).isEqualTo(64 * 1024 * 1024);
    assertThat(server.limits().maxStreamsPerConnection()).isEqualTo(10);
    assertThat(server.keepAlive().maxConnectionAge()).isEqualTo(Duration.ofMinutes(1));
    assertThat(server.keepAlive().time()).isEqualTo(Duration.ofSeconds(30));
    assertThat(server.keepAlive().permitWithoutStream()).isTrue();
    assertThat(server.includeMetadata()).isTrue();
    assertThat(config.http().server().timeouts().read()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.http().server().timeouts().idle()).isZero();
    assertThat(config.http().server().keepAlivesEnabled()).isFalse();
    assertThat(config.http().server().toString()).doesNotContain("b]").contains("[REDACTED]");
    assertThat(config.http().paths()).containsEntry(Signal.LOGS, "/logs");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(Map.of(), "otlp::protocols: no protocol is named"),
        Arguments.of(Map.of("thrift", Map.of()), "otlp::protocols::thrift: unknown key"),
        Arguments.of(
            Map.of("grpc", Map.of("endpoint", "localhost")),
            "otlp::protocols::grpc::endpoint: \"localhost\" has no port"),
        Arguments.of(
            Map.of("grpc", Map.of("auth", Map.of("authenticator", "a/"))),
            "otlp::protocols::grpc::auth::authenticator: in \"a/\" id: the part after /"),
        Arguments.of(
            Map.of("grpc", Map.of("auth", Map.of("authenticator", "a", "request_params", "b"))),
            "otlp::protocols::grpc::auth::request_params: unknown key"),
        Arguments.of(
            Map.of("http", Map.of("auth", Map.of())),
            "otlp::protocols::http::auth::authenticator: is missing"),
        Arguments.of(
            Map.of("http", Map.of("middlewares", List.of(Map.of("id", "a"), Map.of()))),
            "otlp::protocols::http::middlewares[1]::id: is missing"),
        Arguments.of(
            Map.of("grpc", Map.of("transport", "unix")),
            "otlp::protocols::grpc::endpoint: a unix socket needs a path"),
        Arguments.of(
            Map.of("grpc", Map.of("max_recv_msg_size_mib", -1)),
            "otlp::protocols::grpc::max_recv_msg_size_mib: -1 (expected"),
        Arguments.of(
            Map.of("http", Map.of("compression_algorithms", List.of("brotli"))),
            "otlp::protocols::http::compression_algorithms: \"brotli\" is not known"),
        Arguments.of(
            Map.of("http", Map.of("logs_url_path", "/v1/traces")),
            "otlp::protocols::http::logs_url_path: \"/v1/traces\" is the path of traces"),
        Arguments.of(
            Map.of("http", Map.of("tls", Map.of("cert_file", "a"))),
            "otlp::protocols::http::tls::key_file: a server needs"),
        Arguments.of(
            Map.of(
                "http",
                Map.of("tls", Map.of("key_pem", "a", "cert_pem", "b", "min_version", "0.9"))),
            "otlp::protocols::http::tls::min_version: unsupported TLS version \"0.9\""));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void read_reports(Map<String, Object> protocols, String expected) {
    Problems problems = new Problems();
    ConfigReader in =
        new ConfigReader(ConfigText.map(Map.of("protocols", protocols)), "otlp", problems);
    new OtlpFactory().readConfig(in, ComponentId.parse("otlp"));
    in.finish();
    assertThat(problems.errors())
        .extracting(Problem::toString)
        .anySatisfy(line -> assertThat(line).contains(expected));
  }

  @Test
  void start_saysWhatToDoAboutATakenPort() throws Exception {
    for (String protocol : Arrays.asList("grpc", "http")) {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
          TestSettings settings = new TestSettings()) {
        String endpoint = "127.0.0.1:" + taken.getLocalPort();
        Map<String, Object> protocols =
            protocol.equals("grpc")
                ? RunningOtlp.protocols(Map.of("endpoint", endpoint), Map.of())
                : RunningOtlp.protocols(Map.of(), Map.of("endpoint", endpoint));
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
            .hasMessage(
                "listen tcp "
                    + endpoint
                    + ": address already in use; stop the other process or change endpoint");
        receiver.shutdown(Duration.ofSeconds(1)).toCompletableFuture().get(30, TimeUnit.SECONDS);
      }
    }
  }
}
