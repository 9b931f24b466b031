package dev.millrace.net.config;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Secret;
import dev.millrace.net.HttpClient;
import dev.millrace.net.HttpClientSettings;
import dev.millrace.net.HttpClientSettings.Http2;
import dev.millrace.net.HttpClientSettings.Limits;
import dev.millrace.net.HttpClients;
import dev.millrace.net.Proxies;
import dev.millrace.net.ProxyServer;
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
 * <p>{@code read_buffer_size} and {@code write_buffer_size} are accepted and change nothing:
 * buffers are the event loops' own.
 *
 * @param endpoint as written; empty when absent
 * @param tls how https is spoken
 * @param headers added to each request, in order
 * @param timeout of a whole request; 0 means no limit
 * @param compression of request bodies
 * @param connections how many there may be
 * @param keepAlive whether connections serve several requests
 * @param http2 how HTTP/2 is spoken with whom can, null for never
 * @param proxy that all requests go through; null for those of the environment
 * @param cookies whether those that servers set are kept and sent back
 * @param auth the extension that adds to requests what their destination wants, null for none
 */
public record HttpClientConfig(
    String endpoint,
    TlsClientConfig tls,
    Map<String, Secret> headers,
    Duration timeout,
    Compression compression,
    Connections connections,
    boolean keepAlive,
    @Nullable Http2 http2,
    @Nullable ProxyServer proxy,
    boolean cookies,
    @Nullable ComponentId auth) {

  private static final List<Algorithm> ALGORITHMS = List.of(Algorithm.values());
  private static final Duration IDLE = Duration.ofSeconds(90);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(15);
  private static final int MAX_IDLE = 100;

  /**
   * How many connections there may be.
   *
   * @param perHost open; 0 means no limit of the user's
   * @param idlePerHost kept open; 0 means as many as were used
   * @param idle kept open to all hosts together; 0 means no limit
   * @param idleTimeout after which an idle connection is closed; 0 means never
   */
  public record Connections(int perHost, int idlePerHost, int idle, Duration idleTimeout) {}

  /** Reads a client's keys from the map that they share with others. */
  public static HttpClientConfig read(
      ConfigReader in, Duration defaultTimeout, Algorithm defaultCompression) {
    in.unsupported("middlewares");
    // Read, so that their types are checked, though they change nothing here.
    List.of("read_buffer_size", "write_buffer_size").forEach(key -> in.integer(key, 0));
    return new HttpClientConfig(
        in.string("endpoint", ""),
        TlsClientConfig.read(in),
        in.secretMap("headers"),
        notNegative(in, "timeout", defaultTimeout),
        CompressionConfig.read(in, ALGORITHMS, defaultCompression),
        new Connections(
            notNegative(in, "max_conns_per_host", 0),
            notNegative(in, "max_idle_conns_per_host", 0),
            notNegative(in, "max_idle_conns", MAX_IDLE),
            notNegative(in, "idle_conn_timeout", IDLE)),
        !in.bool("disable_keep_alives", false),
        http2(in),
        proxy(in),
        cookies(in),
        ClientAuthConfig.read(in));
  }

  private static @Nullable Http2 http2(ConfigReader in) {
    Duration readIdle = notNegative(in, "http2_read_idle_timeout", Duration.ZERO);
    Duration ping = notNegative(in, "http2_ping_timeout", Duration.ZERO);
    return in.bool("force_attempt_http2", true)
        ? new Http2(readIdle, ping.isZero() ? PING_TIMEOUT : ping)
        : null;
  }

  private static @Nullable ProxyServer proxy(ConfigReader in) {
    Secret url = in.secret("proxy_url");
    if (url == null || url.reveal().isEmpty()) {
      return null;
    }
    try {
      return ProxyServer.parse(url.reveal());
    } catch (IllegalArgumentException e) {
      in.problem("proxy_url", "%s", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static boolean cookies(ConfigReader client) {
    ConfigReader in = client.optionalMap("cookies");
    return in != null && in.bool("enabled", true);
  }

  private static int notNegative(ConfigReader in, String key, int fallback) {
    int value = in.integer(key, fallback);
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
    int most = connections.perHost() > 0 ? connections.perHost() : settings.limits().perHost();
    int idle = connections.idlePerHost() > 0 ? Math.min(connections.idlePerHost(), most) : most;
    return HttpClients.create(
        executor,
        settings
            .withLimits(new Limits(most, idle, connections.idle(), connections.idleTimeout()))
            .withKeepAlive(keepAlive)
            .withHttp2(http2)
            .withCookies(cookies)
            .withProxies(
                proxy == null ? Proxies.fromEnvironment(System.getenv()) : Proxies.always(proxy))
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
