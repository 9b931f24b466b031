package dev.millrace.extensions.filestorage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ConfigText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileStorageConfigTest {
  private final Problems problems = new Problems();

  @Test
  void read_hasTheReferencesDefaults() {
    FileStorageConfig config = read(Map.of());
    assertThat(errors()).isEmpty();
    assertThat(config).isEqualTo(FileStorageConfig.DEFAULTS);
    assertThat(config.directory()).isEqualTo("/var/lib/otelcol/file_storage");
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.compaction().maxTransactionSize()).isEqualTo(65_536);
  }

  @Test
  void read_takesEveryKey() {
    FileStorageConfig config =
        read(
            Map.of(
                "directory",
                "/data",
                "timeout",
                "10s",
                "max_size",
                1000,
                "fsync",
                true,
                "create_directory",
                true,
                "directory_permissions",
                "0700",
                "recreate",
                true,
                "compaction",
                Map.of(
                    "on_start",
                    true,
                    "on_rebound",
                    true,
                    "directory",
                    "/tmp",
                    "rebound_needed_threshold_mib",
                    5,
                    "rebound_trigger_threshold_mib",
                    4,
                    "max_transaction_size",
                    0,
                    "check_interval",
                    "1s",
                    "cleanup_on_start",
                    true)));
    assertThat(errors()).isEmpty();
    assertThat(config)
        .isEqualTo(
            new FileStorageConfig(
                "/data",
                Duration.ofSeconds(10),
                new CompactionConfig(true, true, "/tmp", 5, 4, 0, Duration.ofSeconds(1), true),
                1000,
                true,
                true,
                "0700",
                true));
  }

  @Test
  void read_refusesWhatTheReferenceRefuses() {
    refuses(Map.of("directory", ""), "extensions::file_storage::directory: must not be empty");
    refuses(Map.of("timeout", "-1s"), "timeout: must not be negative");
    refuses(Map.of("max_size", -1), "max_size: -1 (expected: at least 0 bytes");
    refuses(
        Map.of("create_directory", true, "directory_permissions", "rwx"),
        "directory_permissions: \"rwx\" (expected: an octal representation");
    refuses(
        Map.of("create_directory", true, "directory_permissions", "7777"),
        "directory_permissions: \"7777\" (expected");
    refuses(
        Map.of("compaction", Map.of("max_transaction_size", -1)),
        "max transaction size for compaction cannot be less than 0");
    refuses(
        Map.of("compaction", Map.of("on_rebound", true, "check_interval", "0s")),
        "compaction check interval must be positive when rebound compaction is set");
  }

  private void refuses(Map<String, ?> settings, String report) {
    Problems found = new Problems();
    FileStorageConfig.read(
        new ConfigReader(ConfigText.map(settings), "extensions::file_storage", found));
    assertThat(found.errors().stream().map(Problem::toString).toList())
        .singleElement()
        .asString()
        .contains(report);
  }

  private FileStorageConfig read(Map<String, ?> settings) {
    ConfigReader in =
        new ConfigReader(ConfigText.map(settings), "extensions::file_storage", problems);
    FileStorageConfig config =
        new FileStorageFactory().readConfig(in, ComponentId.parse("file_storage"));
    in.finish();
    return config;
  }

  private List<String> errors() {
    return problems.errors().stream().map(Problem::toString).toList();
  }
}
