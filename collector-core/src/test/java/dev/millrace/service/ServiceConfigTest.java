package dev.millrace.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.FeatureGates;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ConfigText;
import dev.millrace.testkit.NopFactories;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceConfigTest {
  private final Problems problems = new Problems();

  @Test
  void read_acceptsACompleteConfiguration() {
    ServiceConfig config = read(good());
    assertThat(messages()).isEmpty();
    assertThat(config.graph().pipelines()).hasSize(1);
  }

  @Test
  void read_refusesAnEmptyFile() {
    read(Map.of());
    assertThat(messages()).containsExactly("empty configuration file");
  }

  @Test
  void read_namesMissingSections() {
    Map<String, Object> config = good();
    config.remove("receivers");
    read(config);
    assertThat(messages())
        .contains(
            "no receiver configuration specified in config",
            "service::pipelines::traces: references receiver \"nop\" which is not configured");
  }

  @Test
  void read_tellsAllProblemsAtOnce() {
    Map<String, Object> config = good();
    config.put("recievers", Map.of());
    section(config, "service", "pipelines")
        .put("traces/2", map("receivers", List.of("nop/3"), "exporters", List.of()));
    read(config);
    assertThat(messages())
        .containsExactlyInAnyOrder(
            "'' has invalid keys: recievers; did you mean receivers?",
            "service::pipelines::traces/2: must have at least one exporter",
            "service::pipelines::traces/2: references receiver \"nop/3\" which is not configured");
  }

  @Test
  void read_namesKnownTypesForAnUnknownOne() {
    Map<String, Object> config = good();
    config.put("exporters", map("nop", null, "nopp/x", null));
    read(config);
    assertThat(messages())
        .containsExactly(
            "exporters::nopp/x: unknown type: \"nopp\" for id: \"nopp/x\" (valid values: [nop]);"
                + " did you mean nop?");
  }

  @Test
  void read_namesTheReplacementOfARemovedComponent() {
    Map<String, Object> config = good();
    config.put("extensions", map("memory_ballast", null));
    read(config);
    assertThat(messages())
        .containsExactly(
            "extensions::memory_ballast: the memory_ballast extension was removed from the"
                + " collector; remove it; set the heap of the JVM with -Xmx");
  }

  @Test
  void read_refusesAmbiguousIds() {
    Map<String, Object> config = good();
    config.put("connectors", map("nop", null));
    read(config);
    assertThat(messages())
        .contains(
            "connectors::nop: ambiguous ID: Found both \"nop\" receiver and \"nop\" connector."
                + " Change one of the components' IDs to eliminate ambiguity (e.g. rename \"nop\""
                + " connector to \"nop/connector\")");
  }

  @Test
  void read_findsExtensionsThatSettingsNameInVain() {
    Map<String, Object> config = good();
    config.put("extensions", map("nop/one", null, "nop/idle", null));
    config.put("receivers", map("nop", map("extension", "nop/one")));
    config.put("processors", map("nop", map("extension", "nop/idle")));
    config.put("exporters", map("nop", map("extension", "nop/onee")));
    section(config, "service").put("extensions", List.of("nop/one"));
    read(config);
    assertThat(messages())
        .containsExactlyInAnyOrder(
            "exporters::nop::extension: references extension \"nop/onee\" which is not configured;"
                + " did you mean nop/one?",
            "processors::nop::extension: references extension \"nop/idle\" which"
                + " service::extensions does not name; add it there");
  }

  @Test
  void read_leavesAloneWhatUnusedComponentsName() {
    Map<String, Object> config = good();
    config.put("exporters", map("nop", null, "nop/spare", map("extension", "nop/none")));
    read(config);
    assertThat(messages()).isEmpty();
  }

  @Test
  void read_findsCycles() {
    Map<String, Object> config = good();
    config.put("connectors", map("nop/again", null));
    section(config, "service", "pipelines")
        .put(
            "traces",
            map(
                "receivers",
                List.of("nop", "nop/again"),
                "processors",
                List.of("nop"),
                "exporters",
                List.of("nop", "nop/again")));
    read(config);
    assertThat(messages())
        .containsExactly(
            "failed to build pipelines: cycle detected: connector \"nop/again\" (traces to traces)"
                + " -> processor \"nop\" in pipeline \"traces\" -> connector \"nop/again\" (traces"
                + " to traces)");
  }

  @Test
  void read_findsHalfConnectedConnectors() {
    Map<String, Object> config = good();
    config.put("connectors", map("nop/half", null));
    section(config, "service", "pipelines")
        .put("logs", map("receivers", List.of("nop/half"), "exporters", List.of("nop")));
    read(config);
    assertThat(messages())
        .containsExactly(
            "failed to build pipelines: connector \"nop/half\" used as receiver in [logs] pipeline"
                + " but not used in any supported exporter pipeline");
  }

  @Test
  void read_warnsOfUnusedComponents() {
    Map<String, Object> config = good();
    config.put("exporters", map("nop", null, "nop/spare", null));
    read(config);
    assertThat(messages()).isEmpty();
    assertThat(problems.warnings())
        .extracting(Problem::message)
        .containsExactly("is configured, but no pipeline names it; it is not started");
  }

  @Test
  void read_takesProfilesOnlyBehindTheirGate() {
    Map<String, Object> config = good();
    section(config, "service", "pipelines")
        .put("profiles", map("receivers", List.of("nop"), "exporters", List.of("nop")));
    read(config);
    assertThat(messages())
        .containsExactly(
            "service::pipelines: pipeline \"profiles\": profiling signal support is at alpha level,"
                + " gated under the \"service.profilesSupport\" feature gate");

    Problems gated = new Problems();
    read(config, "service.profilesSupport", gated);
    assertThat(gated.errors()).isEmpty();
  }

  @Test
  void read_takesNoPipelinesBehindTheirGate() {
    Problems gated = new Problems();
    read(Map.of("extensions", map("nop", null)), "service.AllowNoPipelines", gated);
    assertThat(gated.errors()).isEmpty();
  }

  private static void read(Map<String, ?> config, String gate, Problems problems) {
    ComponentRegistry registry = new ComponentRegistry(new NopFactories("nop").all());
    FeatureGates gates = FeatureGates.defaults().with(List.of(gate), problems);
    ServiceConfig.read(ConfigText.map(config), registry, gates, problems);
  }

  private ServiceConfig read(Map<String, ?> config) {
    ComponentRegistry registry = new ComponentRegistry(new NopFactories("nop").all());
    return ServiceConfig.read(ConfigText.map(config), registry, problems);
  }

  private List<String> messages() {
    return problems.errors().stream()
        .map(p -> p.path().isEmpty() ? p.message() : p.path() + ": " + p.message())
        .toList();
  }

  private static Map<String, Object> good() {
    return map(
        "receivers", map("nop", null),
        "processors", map("nop", null),
        "exporters", map("nop", null),
        "service",
            map(
                "pipelines",
                map(
                    "traces",
                    map(
                        "receivers", List.of("nop"),
                        "processors", List.of("nop"),
                        "exporters", List.of("nop")))));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> section(Map<String, Object> config, String... path) {
    Map<String, Object> at = config;
    for (String key : Arrays.asList(path)) {
      at = (Map<String, Object>) at.get(key);
    }
    return at;
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>(new HashMap<>());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
