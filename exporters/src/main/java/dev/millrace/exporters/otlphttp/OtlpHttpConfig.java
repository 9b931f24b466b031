package dev.millrace.exporters.otlphttp;

import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import dev.millrace.export.SendingConfig;
import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.net.config.HttpClientConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of the {@code otlp_http} exporter.
 *
 * @param client keys that HTTP clients share
 * @param urls where the telemetry of a signal goes; none for a signal without an endpoint
 * @param encoding of bodies
 * @param sending queue and retries
 */
record OtlpHttpConfig(
    HttpClientConfig client, Map<Signal, URI> urls, Encoding encoding, SendingConfig sending) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Map<String, Encoding> ENCODINGS = encodings();

  static OtlpHttpConfig read(ConfigReader in) {
    HttpClientConfig client = HttpClientConfig.read(in, TIMEOUT, Algorithm.GZIP);
    Encoding encoding = in.choice("encoding", Encoding.PROTO, ENCODINGS);
    if (encoding == Encoding.JSON && client.compression().reuses()) {
      in.problem(
          "encoding", "json cannot reuse what came compressed; remove compression_params::reuse");
    }
    return new OtlpHttpConfig(
        client, urls(in, client.endpoint()), encoding, SendingConfig.withoutTimeout(in));
  }

  private static Map<String, Encoding> encodings() {
    Map<String, Encoding> encodings = new LinkedHashMap<>();
    for (Encoding encoding : Encoding.values()) {
      encodings.put(encoding.text(), encoding);
    }
    return encodings;
  }

  private static Map<Signal, URI> urls(ConfigReader in, String endpoint) {
    Map<Signal, URI> urls = new EnumMap<>(Signal.class);
    boolean isGiven = !endpoint.isEmpty();
    boolean isGood = !isGiven || isUrl(in, "endpoint", endpoint);
    for (Signal signal : Signal.values()) {
      String key = signal.text() + "_endpoint";
      String own = in.string(key, "");
      isGiven |= !own.isEmpty();
      if (!own.isEmpty() && isUrl(in, key, own)) {
        urls.put(signal, URI.create(own));
      } else if (own.isEmpty() && !endpoint.isEmpty() && isGood) {
        urls.put(signal, URI.create(joined(endpoint, signal)));
      }
    }
    if (!isGiven) {
      in.problem(
          "endpoint", "at least one endpoint must be specified; add endpoint: http://host:4318");
    }
    return urls;
  }

  private static String joined(String endpoint, Signal signal) {
    String version = signal == Signal.PROFILES ? "v1development" : "v1";
    return endpoint + (endpoint.endsWith("/") ? "" : "/") + version + "/" + signal.text();
  }

  private static boolean isUrl(ConfigReader in, String key, String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      if (("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
          && uri.getHost() != null) {
        return true;
      }
    } catch (URISyntaxException e) {
      // Reported below, without the text that the exception quotes: it may hold a password.
    }
    in.problem(
        key, "%s must be a valid URL (expected: http://host:port or https://host:port)", key);
    return false;
  }
}
