package dev.millrace.net.config;

import dev.millrace.config.ConfigReader;
import dev.millrace.config.Secret;
import dev.millrace.net.ByteBudget;
import dev.millrace.net.Endpoint;
import dev.millrace.net.HttpServerSettings;
import dev.millrace.net.HttpServerSettings.Limits;
import dev.millrace.net.HttpServerSettings.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an HTTP server.
 *
 * @param endpoint where to listen
 * @param tls null for plain http
 * @param cors null when no browser is to send
 * @param maxRequestBodySize bytes of one request, as it comes and decompressed
 * @param includeMetadata whether request headers travel with the batches
 * @param responseHeaders added to every answer
 * @param compressionAlgorithms codings that are taken; empty text stands for none
 * @param timeouts as Go's four time-outs
 * @param keepAlivesEnabled false closes each connection after its answer
 * @param admission who may come in
 */
public record HttpServerConfig(
    Endpoint endpoint,
    @Nullable TlsServerConfig tls,
    @Nullable CorsConfig cors,
    long maxRequestBodySize,
    boolean includeMetadata,
    Map<String, Secret> responseHeaders,
    List<String> compressionAlgorithms,
    Timeouts timeouts,
    boolean keepAlivesEnabled,
    AdmissionConfig admission) {
  private static final List<String> KNOWN_ALGORITHMS =
      List.of("", "gzip", "zstd", "zlib", "snappy", "deflate", "lz4", "x-snappy-framed");

  /** Reads the keys of an HTTP server; the others are the caller's. */
  public static HttpServerConfig read(ConfigReader in, Endpoint fallback) {
    in.unsupported("include_tls_metadata");
    long maxBody = in.int64("max_request_body_size", 0);
    return new HttpServerConfig(
        ServerEndpoint.read(in, fallback),
        TlsServerConfig.readOptional(in),
        CorsConfig.readOptional(in),
        maxBody <= 0 ? Limits.DEFAULTS.maxBodyBytes() : maxBody,
        in.bool("include_metadata", false),
        in.secretMap("response_headers"),
        algorithms(in),
        new Timeouts(
            timeout(in, "read_header_timeout", Timeouts.DEFAULTS.readHeader()),
            timeout(in, "read_timeout", Timeouts.DEFAULTS.read()),
            timeout(in, "write_timeout", Timeouts.DEFAULTS.write()),
            timeout(in, "idle_timeout", Timeouts.DEFAULTS.idle())),
        in.bool("keep_alives_enabled", true),
        AdmissionConfig.readHttp(in));
  }

  // Go reads a negative time as none.
  private static Duration timeout(ConfigReader in, String key, Duration fallback) {
    Duration value = in.duration(key, fallback);
    return value.isNegative() ? Duration.ZERO : value;
  }

  private static List<String> algorithms(ConfigReader in) {
    List<String> taken = new ArrayList<>();
    for (String name : in.strings("compression_algorithms", KNOWN_ALGORITHMS)) {
      if (KNOWN_ALGORITHMS.contains(name)) {
        taken.add(name);
      } else {
        in.problem(
            "compression_algorithms",
            "\"%s\" is not known (expected some of: \"\"%s)",
            name,
            String.join(", ", KNOWN_ALGORITHMS));
      }
    }
    return List.copyOf(taken);
  }

  /** What an HTTP server takes. */
  public HttpServerSettings settings(ByteBudget budget, Executor blocking) {
    Map<String, String> headers = new LinkedHashMap<>();
    responseHeaders.forEach(
        (name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value.reveal()));
    return HttpServerSettings.defaults(endpoint, blocking)
        .with(new Limits(maxRequestBodySize, Limits.DEFAULTS.maxConnections()), timeouts, budget)
        .withTls(tls == null ? null : tls.tls(blocking))
        .withAnswers(keepAlivesEnabled, headers)
        .withCodings(new HashSet<>(compressionAlgorithms));
  }
}
