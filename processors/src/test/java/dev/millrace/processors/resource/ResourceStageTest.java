package dev.millrace.processors.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Context;
import dev.millrace.component.Kind;
import dev.millrace.component.Processor;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.data.json.OtlpJson;
import dev.millrace.testkit.AttributeMaps;
import dev.millrace.testkit.BatchSink;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.ConfigText;
import dev.millrace.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ResourceStageTest {
  private final TestSettings settings = new TestSettings();
  private final Problems problems = new Problems();
  private final BatchSink sink = new BatchSink();

  @AfterEach
  void closeSettings() {
    settings.close();
  }

  @Test
  void read_needsActions() {
    read(Map.of());
    assertThat(problems.errors())
        .extracting(Problem::path, Problem::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "processors::resource::attributes",
                "missing required field \"attributes\": list at least one action"));
  }

  @Test
  void consume_makesTheResourceThatIsNotThere() {
    Map<String, ?> zone = Map.of("key", "zone", "value", "a", "action", "upsert");
    for (Batch batch : List.of(Batches.spans(2, "s"), Batches.logs(2), Batches.gauges(1, 2))) {
      Batch changed = pass(List.of(zone), batch);
      assertThat(AttributeMaps.ofResource(changed)).isEqualTo(Map.of("zone", "a"));
      assertThat(changed.itemCount()).isEqualTo(2);
    }
  }

  @Test
  void consume_changesResourcesOfProfiles() throws Exception {
    byte[] profile = {0x0a, 2, 0x0a, 0, 0x12, 0};
    Batch batch = Batch.parse(Signal.PROFILES, Slice.of(profile));
    Map<String, ?> zone = Map.of("key", "zone", "value", "a", "action", "insert");
    assertThat(AttributeMaps.ofResource(pass(List.of(zone), batch))).isEqualTo(Map.of("zone", "a"));
  }

  @Test
  void consume_findsWhatProfilesSayByNumbers() throws Exception {
    String json =
        """
        {"resourceProfiles": [
          {"resource": {"attributes": [
            {"keyStrindex": 1, "value": {"stringValueStrindex": 2}},
            {"key": "list", "value": {"arrayValue": {"values": [{"stringValueStrindex": 1}]}}}]}}],
         "dictionary": {"stringTable": ["", "zone", "b"]}}
        """;
    Batch batch = OtlpJson.parse(Signal.PROFILES, Slice.of(json.getBytes(UTF_8)));
    Map<String, ?> copied = Map.of("key", "c", "from_attribute", "zone", "action", "insert");
    Map<String, ?> zone = Map.of("key", "zone", "value", "a", "action", "update");
    Batch changed = pass(List.of(copied, zone), batch);
    assertThat(AttributeMaps.ofResource(changed))
        .isEqualTo(Map.of("zone", "a", "c", "b", "list", "[\"zone\"]"));
    assertThat(OtlpJson.toString(changed)).contains("stringTable").doesNotContain("Strindex");
    assertThat(pass(List.of(Map.of("key", "none", "action", "delete")), batch)).isSameAs(batch);
  }

  @Test
  void consume_passesOnWhatItDoesNotChange() {
    Batch batch = AttributeMaps.onResources(Batches.logs(2), Map.of("a", "b"));
    Map<String, ?> same = Map.of("key", "a", "value", "b", "action", "upsert");
    Map<String, ?> gone = Map.of("key", "absent", "action", "delete");
    assertThat(pass(List.of(same, gone), batch)).isSameAs(batch);
  }

  @TestFactory
  Stream<DynamicTest> conformance() throws IOException {
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
    Batch batch = AttributeMaps.onResources(Batches.logs(1), (Map<?, ?>) test.get("input"));
    Batch changed = pass((List<?>) test.get("actions"), batch);
    Batch expected = AttributeMaps.onResources(Batches.logs(1), (Map<?, ?>) test.get("expected"));
    assertThat(AttributeMaps.ofResource(changed))
        .containsExactlyInAnyOrderEntriesOf(AttributeMaps.ofResource(expected));
  }

  private ResourceConfig read(Map<?, ?> keys) {
    ConfigReader in = new ConfigReader(ConfigText.map(keys), "processors::resource", problems);
    ResourceConfig config = new ResourceFactory().readConfig(in, ComponentId.parse("resource"));
    in.finish();
    return config;
  }

  private Batch pass(List<?> actions, Batch batch) {
    ResourceConfig config = read(Map.of("attributes", actions));
    assertThat(problems.errors()).isEmpty();
    Processor processor =
        new ResourceFactory()
            .create(settings.of(Kind.PROCESSOR, "resource"), config, batch.signal(), sink);
    assertThat(processor.start(id -> null)).isCompleted();
    assertThat(processor.consume(batch, Context.EMPTY)).isCompleted();
    return sink.batches().get(sink.batches().size() - 1);
  }
}
