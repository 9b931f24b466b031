package dev.millrace.processors.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ReadmeFile;
import org.junit.jupiter.api.Test;

class ResourceReadmeTest {
  private final ReadmeFile readme =
      new ReadmeFile("src/main/java/dev/millrace/processors/resource/README.md");

  @Test
  void table_hasTheKeysOfTheConfig() {
    assertThat(readme.keys("# `resource`"))
        .containsExactlyElementsOf(ReadmeFile.keysOf(ResourceConfig.class));
  }

  @Test
  void example_isRead() {
    Problems problems = new Problems();
    ConfigReader in = readme.example("processors", "resource", problems);
    ResourceConfig config = new ResourceFactory().readConfig(in, ComponentId.parse("resource"));
    in.finish();
    assertThat(problems.errors()).isEmpty();
    assertThat(config.attributes()).hasSize(3);
  }
}
