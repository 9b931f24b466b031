package dev.millrace.receivers.prometheus;

import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.MapNode;
import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.prometheus.config.DiscoveryConfig;
import dev.millrace.prometheus.config.HttpClientConfig;
import dev.millrace.prometheus.config.HttpClientConfig.TlsConfig;
import dev.millrace.prometheus.config.PrometheusConfig;
import dev.millrace.prometheus.http.ScrapeClients;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the {@code target_allocator} block.
 *
 * @param client how the allocator is reached: the keys of an HTTP client stand in line
 * @param interval how often the jobs are asked for
 * @param collectorId who we are
 * @param httpSdConfig how targets are asked for; its URL says nothing
 * @param httpScrapeConfig how targets are scraped, null as each job says
 */
record TargetAllocatorConfig(
    dev.millrace.net.config.HttpClientConfig client,
    Duration interval,
    String collectorId,
    DiscoveryConfig.Http httpSdConfig,
    @Nullable HttpClientConfig httpScrapeConfig) {

  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final DiscoveryConfig.Http DEFAULT_SD =
      new DiscoveryConfig.Http("", DEFAULT_INTERVAL, HttpClientConfig.DEFAULTS);

  static TargetAllocatorConfig read(ConfigReader in) {
    in.unsupported("auth");
    dev.millrace.net.config.HttpClientConfig client =
        dev.millrace.net.config.HttpClientConfig.read(in, DEFAULT_TIMEOUT, Algorithm.NONE);
    if (!isUrl(client.endpoint())) {
      in.problem(
          "endpoint",
          "TargetAllocator endpoint is not valid: \"%s\" (expected: a URL such as"
              + " http://otelcol-targetallocator)",
          client.endpoint());
    }
    String collectorId = in.string("collector_id", "");
    if (collectorId.isEmpty() || collectorId.contains("${")) {
      in.problem(
          "collector_id",
          "CollectorID is not a valid ID: \"%s\" (expected: the name of this collector, such as"
              + " ${env:POD_NAME})",
          collectorId);
    }
    Duration interval = in.duration("interval", DEFAULT_INTERVAL);
    if (interval.isNegative() || interval.isZero()) {
      in.problem("interval", "%s is not above 0; use 30s", in.string("interval", ""));
    }
    return new TargetAllocatorConfig(client, interval, collectorId, httpSd(in), httpScrape(in));
  }

  /** The allocator's base URL, without a slash at its end. */
  String endpoint() {
    return client.endpoint().replaceAll("/+$", "");
  }

  /** How long a request for jobs may take; never without an end. */
  Duration timeout() {
    return client.timeout().isZero() ? DEFAULT_TIMEOUT : client.timeout();
  }

  private static boolean isUrl(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      return uri.getScheme() != null
          && uri.getScheme().matches("https?")
          && uri.getAuthority() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static DiscoveryConfig.Http httpSd(ConfigReader in) {
    MapNode block = block(in, "http_sd_config");
    if (block == null) {
      return DEFAULT_SD;
    }
    DiscoveryConfig.Http read =
        PrometheusConfig.readHttpDiscovery(
            block, in.path() + "::http_sd_config", "http://placeholder", in.problems());
    reportUnsupported(in, "http_sd_config", read.client());
    boolean given = block.get("refresh_interval") != null;
    return new DiscoveryConfig.Http(
        "", given ? read.refreshInterval() : DEFAULT_INTERVAL, read.client());
  }

  private static @Nullable HttpClientConfig httpScrape(ConfigReader in) {
    MapNode block = block(in, "http_scrape_config");
    if (block == null) {
      return null;
    }
    HttpClientConfig read =
        PrometheusConfig.readHttpClient(block, in.path() + "::http_scrape_config", in.problems());
    reportUnsupported(in, "http_scrape_config", read);
    return read;
  }

  private static void reportUnsupported(ConfigReader in, String key, HttpClientConfig client) {
    for (String inner : ScrapeClients.unsupportedKeys(client)) {
      in.problem(key, "%s is not supported by Millrace yet; remove it", inner);
    }
  }

  private static @Nullable MapNode block(ConfigReader in, String key) {
    ConfigNode node = in.raw(key);
    if (node instanceof MapNode map) {
      return map.entries().isEmpty() ? null : map;
    }
    if (node != null && !(node instanceof ScalarNode scalar && scalar.isNull())) {
      in.problem(key, "expected a map, found a %s", node.typeName());
    }
    return null;
  }

  /**
   * The discovery of one assigned job: asks the allocator with the headers and the TLS that it is
   * asked for jobs with, unless {@code http_sd_config} says otherwise.
   */
  DiscoveryConfig.Http discovery(String url) {
    HttpClientConfig given = httpSdConfig.client();
    Map<String, HttpClientConfig.Header> headers = new LinkedHashMap<>();
    client
        .headers()
        .forEach((name, value) ->
            headers.put(name, new HttpClientConfig.Header(List.of(), List.of(value), List.of())));
    headers.putAll(given.headers());
    return new DiscoveryConfig.Http(
        url,
        httpSdConfig.refreshInterval(),
        new HttpClientConfig(
            given.basicAuth(),
            given.authorization(),
            given.oauth2(),
            given.tls().equals(TlsConfig.NONE) ? AllocatorTls.of(client.tls()) : given.tls(),
            false,
            given.enableHttp2(),
            given.proxy(),
            headers));
  }
}
