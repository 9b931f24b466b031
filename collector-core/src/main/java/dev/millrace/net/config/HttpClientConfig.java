package dev.millrace.net.config;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Secret;
import dev.millrace.net.HttpClient;
import dev.millrace.net.HttpClientSettings;
import dev.millrace.net.HttpClients;
import dev.millrace.net.compression.Compression;
import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.net.tls.ClientTls;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an HTTP client, by the keys of the Go collector's {@code confighttp}.
 *
 * <p>{@code read_buffer_size}, {@code write_buffer_size}, {@code max_idle_conns} and those that are
 * about HTTP/2 are accepted and change nothing: buffers are the event loops' own, and the client
 * speaks HTTP/1.1.
 *
 * @param endpoint as written; empty when absent
 * @param tls how https is spoken
 * @param headers added to each request, in order
 * @param timeout of a whole request; 0 means no limit
 * @param compression of request bodies
 * @param maxConnections to one host; 0 means no limit of the user's
 * @param maxIdleConnections kept open to one host; 0 means as many as were used
 * @param idleTimeout after which an idle connection is closed; 0 means never
 * @param keepAlive whether connections serve several requests
 * @param auth the extension that adds to requests what their destination wants, null for none
 */
public record HttpClientConfig(
    String endpoint,
    TlsClientConfig tls,
    Map<String, Secret> headers,
    Duration timeout,
    Compression compression,
    int maxConnections,
    int maxIdleConnections,
    Duration idleTimeout,
    boolean keepAlive,
    @Nullable ComponentId auth) {

  private static final List<Algorithm> ALGORITHMS = List.of(Algorithm.values());
  private static final Duration IDLE = Duration.ofSeconds(90);

  /** Reads a client's keys from the map that they share with others. */
  public static HttpClientConfig read(
      ConfigReader in, Duration defaultTimeout, Algorithm defaultCompression) {
    List.of("proxy_url", "cookies", "middlewares").forEach(in::unsupported);
    ignore(in);
    return new HttpClientConfig(
        in.string("endpoint", ""),
        TlsClientConfig.read(in),
        in.secretMap("headers"),
        notNegative(in, "timeout", defaultTimeout),
        CompressionConfig.read(in, ALGORITHMS, defaultCompression),
        notNegative(in, "max_conns_per_host"),
        notNegative(in, "max_idle_conns_per_host"),
        notNegative(in, "idle_conn_timeout", IDLE),
        !in.bool("disable_keep_alives", false),
        ClientAuthConfig.read(in));
  }

  /** Reads, so that their types are checked, what changes nothing here. */
  private static void ignore(ConfigReader in) {
    for (String key : List.of("read_buffer_size", "write_buffer_size", "max_idle_conns")) {
      in.integer(key, 0);
    }
    in.bool("force_attempt_http2", true);
    in.duration("http2_read_idle_timeout", Duration.ZERO);
    in.duration("http2_ping_timeout", Duration.ZERO);
  }

  private static int notNegative(ConfigReader in, String key) {
    int value = in.integer(key, 0);
    if (value < 0) {
      in.problem(key, "%d is negative (expected: at least 0; 0 means no limit)", value);
      return 0;
    }
    return value;
  }

  private static Duration notNegative(ConfigReader in, String key, Duration fallback) {
    Duration value = in.duration(key, fallback);
    if (value.isNegative()) {
      in.problem(key, "is negative (expected: at least 0s; 0 means no limit)");
      return fallback;
    }
    return value;
  }

  /**
   * The TLS of the client; its {@code context()} tells early whether the files can be read. One a
   * client, on whose blocking executor it reads.
   */
  public ClientTls clientTls(Executor blocking) {
    return ClientTls.of(tls.settings(), context -> context, blocking);
  }

  /** A client with these settings, which its user closes. */
  public HttpClient client(EventExecutor executor, ClientTls clientTls, Executor blocking) {
    HttpClientSettings settings = HttpClientSettings.defaults(blocking);
    int most = maxConnections > 0 ? maxConnections : settings.maxConnectionsPerHost();
    int idle = maxIdleConnections > 0 ? Math.min(maxIdleConnections, most) : most;
    return HttpClients.create(
        executor,
        settings
            .withConnections(most, idle, idleTimeout)
            .withKeepAlive(keepAlive)
            .withTls(clientTls));
  }

  /** The headers as a request takes them: names in lower case, values revealed. */
  public Map<String, List<String>> requestHeaders() {
    Map<String, List<String>> revealed = new LinkedHashMap<>();
    headers.forEach(
        (name, value) -> revealed.put(name.toLowerCase(Locale.ROOT), List.of(value.reveal())));
    return revealed;
  }
}
