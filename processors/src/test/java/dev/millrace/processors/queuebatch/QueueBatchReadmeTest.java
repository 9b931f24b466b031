package dev.millrace.processors.queuebatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.export.QueueConfig;
import dev.millrace.testkit.ReadmeFile;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class QueueBatchReadmeTest {
  private final ReadmeFile readme =
      new ReadmeFile("src/main/java/dev/millrace/processors/queuebatch/README.md");

  @Test
  void table_hasTheKeysOfTheConfig() {
    TreeSet<String> keys = new TreeSet<>(ReadmeFile.keysOf(QueueConfig.class));
    assertThat(new TreeSet<>(readme.keys("# `queuebatch`"))).isEqualTo(keys);
  }

  @Test
  void example_isRead() {
    Problems problems = new Problems();
    ConfigReader in = readme.example("processors", "queuebatch", problems);
    QueueConfig config = new QueueBatchFactory().readConfig(in, ComponentId.parse("queuebatch"));
    in.finish();
    assertThat(problems.errors()).isEmpty();
    assertThat(config.queueSize()).isEqualTo(100);
    assertThat(Objects.requireNonNull(config.batch()).metadataKeys())
        .isEqualTo(List.of("tenant_id"));
  }
}
