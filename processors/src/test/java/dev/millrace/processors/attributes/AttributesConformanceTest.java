package dev.millrace.processors.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Context;
import dev.millrace.component.Kind;
import dev.millrace.component.Processor;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.testkit.AttributeMaps;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.ConfigText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The cases of conformance set j: attribute actions, on each kind of item. */
class AttributesConformanceTest extends AttributesTest {

  @TestFactory
  Stream<DynamicTest> actions() throws IOException {
    Path file =
        Path.of(
            System.getProperty("conformance.dir", ""), "j_processors", "attributes_actions.yaml");
    Assumptions.assumeTrue(Files.exists(file), "conformance set j_processors is not there");
    Map<?, ?> root =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return ((List<?>) root.get("cases"))
        .stream()
            .map(each -> (Map<?, ?>) each)
            .map(each ->
                DynamicTest.dynamicTest(
                    each.get("test") + ": " + each.get("name"), () -> check(each)));
  }

  private void check(Map<?, ?> test) {
    Map<?, ?> input = (Map<?, ?>) test.get("input");
    for (Batch empty : List.of(Batches.spans(2, "s"), Batches.logs(2), Batches.gauges(2, 2))) {
      Batch batch = AttributeMaps.onItems(empty, input);
      Processor processor = processor(test, batch.signal());
      Batch changed = pass(processor, batch, Context.EMPTY);
      assertThat(AttributeMaps.ofItem(changed))
          .containsExactlyInAnyOrderEntriesOf(
              AttributeMaps.ofItem(AttributeMaps.onItems(empty, (Map<?, ?>) test.get("expected"))));
      if (test.get("expected").equals(input)) {
        assertThat(changed).isSameAs(batch);
      }
    }
  }

  private Processor processor(Map<?, ?> test, Signal signal) {
    ConfigReader in =
        new ConfigReader(
            ConfigText.map(Map.of("actions", test.get("actions"))),
            "processors::attributes",
            problems);
    AttributesConfig config =
        new AttributesFactory().readConfig(in, ComponentId.parse("attributes"));
    in.finish();
    assertThat(problems.errors()).isEmpty();
    Processor processor =
        new AttributesFactory()
            .create(settings.of(Kind.PROCESSOR, "attributes"), config, signal, sink);
    assertThat(processor.start(id -> null)).isCompleted();
    return processor;
  }
}
