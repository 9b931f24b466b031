package dev.millrace.receivers.prometheus;

import dev.millrace.net.HttpClient;
import dev.millrace.prometheus.config.ScrapeConfig;
import dev.millrace.prometheus.config.value.SecondsText;
import dev.millrace.prometheus.http.RequestHeaders;
import dev.millrace.prometheus.scrape.ScrapeProtocol;
import dev.millrace.prometheus.target.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all targets of a job share. Ownership: whoever makes one closes it.
 *
 * @param client connections to the targets
 * @param headers credentials and configured headers
 */
record ScrapeJob(ScrapeConfig config, HttpClient client, RequestHeaders headers, String userAgent)
    implements AutoCloseable {

  /** The headers of a scrape without the configured ones. */
  Map<String, List<String>> requestHeaders(Target target) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("accept", List.of(accept(config)));
    all.put("accept-encoding", List.of(config.enableCompression() ? "gzip" : "identity"));
    all.put("user-agent", List.of(userAgent));
    all.put("x-prometheus-scrape-timeout-seconds", List.of(SecondsText.of(target.timeout())));
    return all;
  }

  /** The formats in the order that is wanted, each weighing a little less than the one before. */
  static String accept(ScrapeConfig config) {
    StringBuilder accept = new StringBuilder();
    int weight = ScrapeProtocol.values().length + 1;
    for (ScrapeProtocol protocol : config.scrapeProtocols()) {
      accept.append(protocol.mediaType());
      boolean escapes =
          protocol == ScrapeProtocol.PROMETHEUS_TEXT_1_0_0
              || protocol == ScrapeProtocol.OPENMETRICS_TEXT_1_0_0;
      if (escapes) {
        accept.append(";escaping=").append(config.metricNameEscaping());
      }
      accept.append(";q=0.").append(weight--).append(',');
    }
    return accept.append("*/*;q=0.").append(weight).toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
