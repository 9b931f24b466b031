package dev.millrace.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.prometheus.scrape.ScrapeSettings.StartTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusReceiverConfigTest {

  @Test
  void read_takesTheStatefulSetConfiguration() {
    PrometheusReceiverConfig config =
        Receivers.config(
            """
            config:
              scrape_configs:
              - job_name: 'otel-collector'
                scrape_interval: 30s
                static_configs:
                - targets: [ '0.0.0.0:8888' ]
            target_allocator:
              endpoint: http://otelcol-targetallocator
              interval: 30s
              collector_id: "pod-0"
            """);
    assertThat(config.config().scrapeConfigs()).hasSize(1);
    assertThat(config.config().scrapeConfigs().get(0).scrapeInterval())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(config.startTime()).isEqualTo(StartTime.FIRST_SEEN);
    assertThat(config.targetAllocator().collectorId()).isEqualTo("pod-0");
    assertThat(config.targetAllocator().interval()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void read_hasPlacesForWhatPrometheusRefuses() {
    assertThat(
            Receivers.problems(
                """
                config:
                  global: {scrape_interval: 5}
                  scrape_configs:
                    - job_name: a
                      scrape_intervall: 30s
                      static_configs:
                        - targets: ["http://bad"]
                """))
        .containsExactly(
            "c.yaml:2:29: receivers::prometheus::config::global::scrape_interval: not a valid"
                + " duration string: \"5\"",
            "c.yaml:5:7: receivers::prometheus::config::scrape_configs[0]::scrape_intervall: field"
                + " scrape_intervall not found in type config.ScrapeConfig; did you mean"
                + " scrape_interval?",
            "c.yaml:7:20: receivers::prometheus::config::scrape_configs[0]::static_configs[0]"
                + "::targets: \"http://bad\" is not a valid hostname");
  }

  @Test
  void read_wantsSomethingToScrape() {
    assertThat(Receivers.problems("config: {scrape_configs: []}"))
        .singleElement()
        .asString()
        .endsWith("no Prometheus scrape_configs or target_allocator set");
  }

  @Test
  void read_listsAllFeaturesOfAServer() {
    assertThat(
            Receivers.problems(
                """
                config:
                  scrape_configs: [{job_name: a}]
                  rule_files: [a.yml]
                  remote_write: [{url: 'http://x'}]
                  alerting: {alertmanagers: [{static_configs: [{targets: ['a:1']}]}]}
                """))
        .singleElement()
        .asString()
        .endsWith(
            "unsupported features: alert_config.alertmanagers, remote_write, rule_files; remove"
                + " them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "consul_sd_configs: [{server: 'a:1'}] | consul_sd_configs: consul service discovery is not"
            + " supported by Millrace yet",
        "oauth2: {client_id: a, token_url: 'http://x'} | oauth2: it is not supported",
        "proxy_url: 'http://p:1' | proxy_url: it is not supported",
        "convert_classic_histograms_to_nhcb: true | convert_classic_histograms_to_nhcb: it is not",
        "scrape_failure_log_file: f | scrape_failure_log_file: it is not supported",
      })
  void read_namesWhatWeCannotDoYet(String key, String problem) {
    assertThat(Receivers.problems("config: {scrape_configs: [{job_name: a, " + key.strip() + "}]}"))
        .singleElement()
        .asString()
        .startsWith("c.yaml:1:")
        .contains("::scrape_configs[0]::" + problem.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "buffer_period: 1s | buffer_period: was removed",
        "use_start_time_metric: true | use_start_time_metric: was removed; use the"
            + " metric_start_time processor",
        "report_extra_scrape_metrics: true | use extra_scrape_metrics: true",
        "start_time: soon | start_time: \"soon\" is not known",
        "api_server: {enabled: true} | the API server is not supported by Millrace yet",
      })
  void read_namesTheRemedyForKeysOfOld(String key, String problem) {
    String yaml = "config: {scrape_configs: [{job_name: a}]}\n" + key.strip() + "\n";
    assertThat(Receivers.problems(yaml)).singleElement().asString().contains(problem.strip());
  }

  @Test
  void read_letsADisabledApiServerPass() {
    String yaml =
        "config: {scrape_configs: [{job_name: a}]}\n"
            + "api_server: {enabled: false, server_config: {endpoint: 'localhost:9090'}}\n";
    assertThat(Receivers.problems(yaml)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "collector_id: a | endpoint: TargetAllocator endpoint is not valid: \"\"",
        "{collector_id: a, endpoint: nowhere} | endpoint is not valid: \"nowhere\"",
        "endpoint: 'http://a' | collector_id: CollectorID is not a valid ID: \"\"",
        "{endpoint: 'http://a', collector_id: '${POD'} | CollectorID is not a valid ID: \"${POD\"",
        "{endpoint: 'http://a', collector_id: a, intervall: 1s} | did you mean interval?",
        "{endpoint: 'http://a', collector_id: a, interval: 0s} | interval: 0s is not above 0",
      })
  void read_judgesTheAllocator(String block, String problem) {
    String text = block.strip();
    String yaml = "target_allocator: " + (text.startsWith("{") ? text : "{" + text + "}") + "\n";
    assertThat(Receivers.problems(yaml)).singleElement().asString().contains(problem.strip());
  }
}
