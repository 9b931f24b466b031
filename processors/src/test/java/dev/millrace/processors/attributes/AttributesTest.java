package dev.millrace.processors.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Context;
import dev.millrace.component.Kind;
import dev.millrace.component.Processor;
import dev.millrace.component.StartException;
import dev.millrace.config.ConfigNode.MapNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.config.yaml.YamlException;
import dev.millrace.config.yaml.YamlParser;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.testkit.AttributeMaps;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Runs the processor with a configuration in YAML. */
abstract class AttributesTest {
  final TestSettings settings = new TestSettings();
  final Problems problems = new Problems();
  final BatchSink sink = new BatchSink();

  @AfterEach
  void closeSettings() {
    settings.close();
  }

  AttributesConfig read(String yaml) {
    try {
      MapNode node = (MapNode) YamlParser.parse(yaml, "config.yaml", problems);
      ConfigReader in = new ConfigReader(node, "processors::attributes", problems);
      AttributesConfig config =
          new AttributesFactory().readConfig(in, ComponentId.parse("attributes"));
      in.finish();
      return config;
    } catch (YamlException e) {
      throw new AssertionError(e);
    }
  }

  List<String> errors() {
    return problems.errors().stream().map(Problem::toString).toList();
  }

  Processor started(Signal signal, String yaml) {
    AttributesConfig config = read(yaml);
    assertThat(errors()).isEmpty();
    Processor processor =
        new AttributesFactory()
            .create(settings.of(Kind.PROCESSOR, "attributes"), config, signal, sink);
    assertThat(processor.start(id -> null)).isCompleted();
    return processor;
  }

  /** Why it does not start. */
  String refusal(Signal signal, String yaml) {
    AttributesConfig config = read(yaml);
    assertThat(errors()).isEmpty();
    Processor processor =
        new AttributesFactory()
            .create(settings.of(Kind.PROCESSOR, "attributes"), config, signal, sink);
    Throwable failure =
        processor.start(id -> null).toCompletableFuture().handle((done, why) -> why).join();
    assertThat(processor.shutdown(Duration.ofSeconds(1))).isCompleted();
    assertThat(failure).isInstanceOf(StartException.class);
    return failure.getMessage();
  }

  Batch pass(Processor processor, Batch batch, Context context) {
    assertThat(processor.consume(batch, context)).isCompleted();
    List<Batch> all = sink.batches();
    return all.get(all.size() - 1);
  }

  /** A span with these attributes after the processor. */
  Map<String, Object> span(String yaml, Map<String, ?> attributes) {
    return span(yaml, attributes, Context.EMPTY);
  }

  Map<String, Object> span(String yaml, Map<String, ?> attributes, Context context) {
    Batch batch = AttributeMaps.onItems(Batches.spans(1, "name"), attributes);
    return AttributeMaps.ofItem(pass(started(Signal.TRACES, yaml), batch, context));
  }
}
