package dev.millrace.receivers.prometheus;

import dev.millrace.prometheus.config.DiscoveryConfig;
import dev.millrace.prometheus.config.ScrapeConfig;
import dev.millrace.prometheus.http.ScrapeClients;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a job may ask for, and we cannot do yet. Nothing of it is passed over in silence. */
final class UnsupportedFeatures {
  private static final String NOT_YET = "is not supported by Millrace yet; ";

  private UnsupportedFeatures() {}

  /** Sentences by the key that they are about; empty when we can do all of it. */
  static Map<String, String> of(ScrapeConfig job) {
    Map<String, String> faults = access(job);
    if (job.histograms().convertClassicToNhcb()) {
      faults.put("convert_classic_histograms_to_nhcb", "it " + NOT_YET + "set false");
    }
    if (job.scrapeFailureLogFile() != null) {
      faults.put(
          "scrape_failure_log_file",
          "it " + NOT_YET + "remove it, failures are in the collector's log");
    }
    return faults;
  }

  /** What keeps us from reaching the targets at all. */
  static Map<String, String> access(ScrapeConfig job) {
    Map<String, String> faults = new LinkedHashMap<>();
    for (String key : ScrapeClients.unsupportedKeys(job.httpClient())) {
      faults.put(key, "it " + NOT_YET + "remove it");
    }
    for (DiscoveryConfig discovery : job.discovery()) {
      String key = discovery.mechanism() + "_sd_configs";
      if (discovery instanceof DiscoveryConfig.Unsupported) {
        faults.put(
            key,
            "%s service discovery %suse static_configs, file_sd_configs or http_sd_configs"
                .formatted(discovery.mechanism(), NOT_YET));
      } else if (discovery instanceof DiscoveryConfig.Http http) {
        ScrapeClients.unsupportedKeys(http.client())
            .forEach(inner -> faults.put(key, inner + " " + NOT_YET + "remove it"));
      }
    }
    return faults;
  }
}
