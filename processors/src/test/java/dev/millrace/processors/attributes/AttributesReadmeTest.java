package dev.millrace.processors.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.processing.actions.ActionConfig;
import dev.millrace.processing.match.MatchConfig;
import dev.millrace.processing.match.MatchProperties;
import dev.millrace.testkit.ReadmeFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributesReadmeTest {
  private final ReadmeFile readme =
      new ReadmeFile("src/main/java/dev/millrace/processors/attributes/README.md");

  @Test
  void tables_haveTheKeysOfTheRecords() {
    List<String> keys = new ArrayList<>(ReadmeFile.keysOf(MatchConfig.class));
    keys.add("actions");
    assertThat(readme.keys("# `attributes`")).containsExactlyElementsOf(keys);
    assertThat(readme.keys("## Actions"))
        .containsExactlyElementsOf(ReadmeFile.keysOf(ActionConfig.class));
    List<String> properties = new ArrayList<>(List.of("match_type", "regexp"));
    properties.addAll(ReadmeFile.keysOf(MatchProperties.class));
    properties.removeAll(List.of("place", "is_strict"));
    assertThat(readme.keys("## What matches")).containsExactlyElementsOf(properties);
  }

  @Test
  void example_isRead() {
    Problems problems = new Problems();
    ConfigReader in = readme.example("processors", "attributes", problems);
    AttributesConfig config =
        new AttributesFactory().readConfig(in, ComponentId.parse("attributes"));
    in.finish();
    assertThat(problems.errors()).isEmpty();
    assertThat(config.actions()).hasSize(6);
  }
}
