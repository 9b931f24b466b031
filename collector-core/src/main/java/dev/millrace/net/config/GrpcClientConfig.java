package dev.millrace.net.config;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Secret;
import dev.millrace.net.Proxies;
import dev.millrace.net.compression.Compression;
import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.net.grpc.GrpcClient;
import dev.millrace.net.grpc.GrpcClientSettings;
import dev.millrace.net.grpc.GrpcClientSettings.KeepAlive;
import dev.millrace.net.tls.ClientTls;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a gRPC client, by the keys of the Go collector's {@code configgrpc}.
 *
 * <p>{@code read_buffer_size} and {@code write_buffer_size} are accepted and change nothing:
 * buffers are the event loops' own.
 *
 * @param endpoint {@code host:port} or {@code unix:/path}; empty when absent or wrong
 * @param isPlain whether there is no TLS
 * @param tls how TLS is spoken
 * @param headers added to each call, in order
 * @param compression of messages
 * @param keepAlive null for no pings
 * @param waitForReady whether calls wait for a connection
 * @param userAgent empty for our own
 * @param balancerName how calls are spread over addresses
 * @param authority empty for the endpoint
 * @param auth the extension that adds to calls what their destination wants, null for none
 */
public record GrpcClientConfig(
    String endpoint,
    boolean isPlain,
    TlsClientConfig tls,
    Map<String, Secret> headers,
    Compression compression,
    @Nullable KeepAlive keepAlive,
    boolean waitForReady,
    String userAgent,
    String balancerName,
    String authority,
    @Nullable ComponentId auth) {

  private static final List<Algorithm> ALGORITHMS =
      List.of(Algorithm.NONE, Algorithm.GZIP, Algorithm.ZSTD, Algorithm.SNAPPY);
  private static final String ROUND_ROBIN = "round_robin";
  private static final String PICK_FIRST = "pick_first";
  private static final Duration PING = Duration.ofSeconds(10);

  /** Reads a client's keys from the map that they share with others. */
  public static GrpcClientConfig read(ConfigReader in, Algorithm defaultCompression) {
    in.unsupported("middlewares");
    in.integer("read_buffer_size", 0);
    in.integer("write_buffer_size", 0);
    TlsClientConfig tls = TlsClientConfig.read(in);
    GrpcEndpoint endpoint = GrpcEndpoint.read(in);
    String balancer = balancer(in);
    return new GrpcClientConfig(
        endpoint.target(),
        tls.insecure() && !endpoint.asksForTls(),
        tls,
        headers(in),
        CompressionConfig.read(in, ALGORITHMS, defaultCompression),
        keepAlive(in),
        in.bool("wait_for_ready", false),
        in.string("user_agent", ""),
        endpoint.isOneServer() ? PICK_FIRST : balancer,
        in.string("authority", ""),
        ClientAuthConfig.read(in));
  }

  private static Map<String, Secret> headers(ConfigReader in) {
    Map<String, Secret> headers = new LinkedHashMap<>();
    in.secretMap("headers")
        .forEach((name, value) -> {
          if (GrpcClient.isHeaderName(name)) {
            headers.put(name.toLowerCase(Locale.ROOT), value);
          } else {
            in.problem(
                "headers",
                "\"%s\" is no name of a gRPC header (expected: letters, digits and - _ .)",
                name);
          }
        });
    return headers;
  }

  private static @Nullable KeepAlive keepAlive(ConfigReader client) {
    ConfigReader in = client.optionalMap("keepalive");
    return in == null
        ? null
        : new KeepAlive(
            positive(in, "time"), positive(in, "timeout"), in.bool("permit_without_stream", false));
  }

  private static Duration positive(ConfigReader in, String key) {
    Duration value = in.duration(key, PING);
    if (value.isNegative() || value.isZero()) {
      in.problem(key, "must be above 0 (expected: such as 10s)");
      return PING;
    }
    return value;
  }

  private static String balancer(ConfigReader in) {
    String name = in.string("balancer_name", ROUND_ROBIN);
    return switch (name) {
      case "" -> PICK_FIRST;
      case ROUND_ROBIN, PICK_FIRST -> name;
      default -> {
        in.problem(
            "balancer_name",
            "invalid balancer_name: %s (expected: %s or %s)",
            name,
            ROUND_ROBIN,
            PICK_FIRST);
        yield ROUND_ROBIN;
      }
    };
  }

  /**
   * What a client is made with.
   *
   * @param ownUserAgent where the user has set none
   * @param timeout of each call; zero means no limit
   */
  public GrpcClientSettings settings(String ownUserAgent, Duration timeout, Executor blocking) {
    Map<String, List<String>> revealed = new LinkedHashMap<>();
    headers.forEach((name, value) -> revealed.put(name, List.of(value.reveal())));
    // As in Go, the name to check is also the one that is asked for.
    String name = authority.isEmpty() ? tls.settings().serverName() : authority;
    return new GrpcClientSettings(
        endpoint,
        isPlain ? null : ClientTls.of(tls.settings(), GrpcClientConfig::forHttp2, blocking),
        name,
        userAgent.isEmpty() ? ownUserAgent : userAgent,
        revealed,
        compression,
        balancerName,
        waitForReady,
        keepAlive,
        timeout,
        Proxies.fromEnvironment(System.getenv()),
        blocking);
  }

  private static SslContextBuilder forHttp2(SslContextBuilder context) {
    return GrpcSslContexts.configure(context, SslProvider.JDK);
  }
}
