package dev.millrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ConfigText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendingConfigTest {
  private final Problems problems = new Problems();

  @Test
  void read_hasTheReferencesDefaults() {
    SendingConfig config = read(Map.of());
    assertThat(config).isEqualTo(SendingConfig.DEFAULTS);
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.queue())
        .isEqualTo(new QueueConfig(10, 1000, Sizer.REQUESTS, false, false, null));
    assertThat(errors()).isEmpty();
  }

  @Test
  void read_takesEveryKey() {
    SendingConfig config =
        read(
            Map.of(
                "timeout", "10s",
                "retry_on_failure",
                    Map.of(
                        "initial_interval", "1s",
                        "randomization_factor", 0.2,
                        "multiplier", 2,
                        "max_interval", "20s",
                        "max_elapsed_time", "0"),
                "sending_queue",
                    Map.of(
                        "num_consumers",
                        3,
                        "queue_size",
                        5000,
                        "sizer",
                        "items",
                        "block_on_overflow",
                        true,
                        "wait_for_result",
                        true,
                        "batch",
                        Map.of(
                            "flush_timeout",
                            "1s",
                            "min_size",
                            100,
                            "max_size",
                            200,
                            "sizer",
                            "bytes",
                            "partition",
                            Map.of("metadata_keys", List.of("X-Tenant"))))));
    assertThat(errors()).isEmpty();
    assertThat(config.retry())
        .isEqualTo(
            new RetryConfig(
                true, Duration.ofSeconds(1), 0.2, 2, Duration.ofSeconds(20), Duration.ZERO));
    BatchingConfig batch =
        new BatchingConfig(Duration.ofSeconds(1), 100, 200, Sizer.BYTES, List.of("x-tenant"));
    assertThat(config.queue()).isEqualTo(new QueueConfig(3, 5000, Sizer.ITEMS, true, true, batch));
  }

  @Test
  void read_takesOverTheQueuesSizer() {
    assertThat(batch(Map.of("sizer", "bytes", "queue_size", 9000, "batch", Map.of())).sizer())
        .isEqualTo(Sizer.BYTES);
    assertThat(batch(Map.of("batch", Map.of())).sizer()).isEqualTo(Sizer.ITEMS);
    assertThat(errors()).isEmpty();
    batch(Map.of("sizer", "requests", "batch", Map.of()));
    assertThat(errors())
        .singleElement()
        .asString()
        .contains("sending_queue::batch::sizer")
        .contains("items or bytes");
  }

  @Test
  void read_switchesOff() {
    Map<String, Object> off = Map.of("enabled", false, "num_consumers", 0);
    assertThat(read(Map.of("sending_queue", off)).queue()).isNull();
    assertThat(read(Map.of("retry_on_failure", Map.of("enabled", false))).retry().enabled())
        .isFalse();
    Map<String, Object> noBatch = Map.of("batch", Map.of("enabled", false, "min_size", -1));
    assertThat(read(Map.of("sending_queue", noBatch)).queue().batch()).isNull();
    assertThat(errors()).isEmpty();
  }

  @Test
  void read_switchesOnWhatIsOffByDefault() {
    ConfigReader in = reader(Map.of("sending_queue", Map.of()));
    assertThat(QueueConfig.read(in, false)).isEqualTo(QueueConfig.DEFAULTS);
    assertThat(QueueConfig.read(reader(Map.of()), false)).isNull();
  }

  @Test
  void read_refusesWhatTheReferenceRefuses() {
    refuses(Map.of("timeout", "-1s"), "timeout");
    refuses(retry("initial_interval", "-1s"), "retry_on_failure::initial_interval");
    refuses(retry("max_interval", "-1s"), "retry_on_failure::max_interval");
    refuses(retry("max_elapsed_time", "-1s"), "retry_on_failure::max_elapsed_time");
    refuses(retry("multiplier", -1), "retry_on_failure::multiplier");
    refuses(retry("randomization_factor", 1.5), "retry_on_failure::randomization_factor");
    refuses(retry("max_elapsed_time", "10s"), "max_elapsed_time: 10s must not be less than");
    refuses(queue("num_consumers", 0), "sending_queue::num_consumers: 0 (expected: at least 1)");
    refuses(queue("queue_size", -5), "sending_queue::queue_size: -5 (expected: at least 1)");
    refuses(queue("sizer", "spans"), "expected one of: requests, items, bytes");
    refuses(
        Map.of("sending_queue", Map.of("storage", "file_storage", "wait_for_result", true)),
        "wait_for_result: is not supported with a persistent queue configured with storage");
    refuses(batchKey("flush_timeout", "0"), "batch::flush_timeout");
    refuses(batchKey("min_size", -1), "batch::min_size");
    refuses(batchKey("max_size", -1), "batch::max_size");
    refuses(batchKey("max_size", 10), "batch::max_size: 10 must be greater or equal to min_size");
    refuses(
        batchKey("partition", Map.of("metadata_keys", List.of("a", "A"))),
        "metadata_keys: duplicate entry \"A\"");
    refuses(
        Map.of("sending_queue", Map.of("sizer", "items", "batch", Map.of())),
        "min_size 8192 must be less than or equal to queue_size 1000");
  }

  @Test
  void read_namesTheStorage() {
    ConfigReader in = reader(queue("storage", "file_storage/queues"));
    assertThat(SendingConfig.read(in, SendingConfig.DEFAULTS).queue().storage())
        .hasToString("file_storage/queues");
    assertThat(in.extensions())
        .singleElement()
        .satisfies(reference -> {
          assertThat(reference.id()).isEqualTo("file_storage/queues");
          assertThat(reference.path()).isEqualTo("exporters::otlp::sending_queue::storage");
        });
    Map<String, Object> off = Map.of("enabled", false, "storage", "nowhere");
    in = reader(Map.of("sending_queue", off));
    SendingConfig.read(in, SendingConfig.DEFAULTS);
    assertThat(in.extensions()).isEmpty();
    refuses(queue("storage", "/x"), "sending_queue::storage: in \"/x\" id: the part before /");
  }

  @Test
  void read_namesTheReplacementOfRemovedKeys() {
    refuses(Map.of("batcher", Map.of()), "batcher: was removed; use sending_queue::batch");
    refuses(queue("blocking", true), "blocking: was removed; use block_on_overflow");
    refuses(batchKey("min_size_items", 1), "min_size_items: was removed; use min_size");
    refuses(batchKey("max_size_items", 1), "max_size_items: was removed; use max_size");
  }

  private static Map<String, Object> retry(String key, Object value) {
    return Map.of("retry_on_failure", Map.of(key, value));
  }

  private static Map<String, Object> queue(String key, Object value) {
    return Map.of("sending_queue", Map.of(key, value));
  }

  private static Map<String, Object> batchKey(String key, Object value) {
    return queue("batch", Map.of(key, value));
  }

  private void refuses(Map<String, ?> settings, String report) {
    Problems found = new Problems();
    ConfigReader in = new ConfigReader(ConfigText.map(settings), "exporters::otlp", found);
    SendingConfig.read(in, SendingConfig.DEFAULTS);
    in.finish();
    assertThat(found.errors().stream().map(Problem::toString).toList())
        .singleElement()
        .asString()
        .contains(report);
  }

  private BatchingConfig batch(Map<String, ?> queue) {
    return read(Map.of("sending_queue", queue)).queue().batch();
  }

  private SendingConfig read(Map<String, ?> settings) {
    ConfigReader in = reader(settings);
    SendingConfig config = SendingConfig.read(in, SendingConfig.DEFAULTS);
    in.finish();
    return config;
  }

  private ConfigReader reader(Map<String, ?> settings) {
    return new ConfigReader(ConfigText.map(settings), "exporters::otlp", problems);
  }

  private List<String> errors() {
    return problems.errors().stream().map(Problem::toString).toList();
  }
}
