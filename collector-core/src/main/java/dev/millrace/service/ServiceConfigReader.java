package dev.millrace.service;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ConnectorFactory;
import dev.millrace.component.ExporterFactory;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Kind;
import dev.millrace.component.ProcessorFactory;
import dev.millrace.component.ReceiverFactory;
import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.MapNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.FeatureGates;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.data.Signal;
import dev.millrace.pipeline.ConfiguredComponent;
import dev.millrace.pipeline.GraphCheck;
import dev.millrace.pipeline.GraphConfig;
import dev.millrace.pipeline.PipelineConfig;
import dev.millrace.pipeline.PipelineConfig.Reference;
import dev.millrace.telemetry.TelemetryConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sections of a configuration and the references between them, with the sentences of the
 * Go collector's {@code otelcol} package.
 */
final class ServiceConfigReader {
  private static final Set<String> SECTIONS =
      Set.of("receivers", "processors", "exporters", "connectors", "extensions", "service");
  private static final Set<String> SERVICE_KEYS = Set.of("extensions", "pipelines", "telemetry");

  private static final Set<String> TELEMETRY_KEYS = Set.of("logs", "metrics", "traces", "resource");

  private final FeatureGates gates;
  private final Problems problems;
  private final SectionReader sections;
  private final PipelineReader pipelineReader;
  private final ComponentReader components;

  ServiceConfigReader(ComponentRegistry registry, FeatureGates gates, Problems problems) {
    this.gates = gates;
    this.problems = problems;
    this.sections = new SectionReader(problems);
    this.pipelineReader = new PipelineReader(sections, problems);
    this.components = new ComponentReader(registry, sections, gates, problems);
  }

  ServiceConfig read(MapNode root) {
    if (isBlank(root)) {
      problems.error(new Problem(root.position(), "", "empty configuration file"));
      return new ServiceConfig(GraphConfig.EMPTY, TelemetryConfig.DEFAULTS);
    }
    sections.checkKeys(root, "", SECTIONS);
    MapNode service = sections.map(root, "service", "service");
    sections.checkKeys(service, "service", SERVICE_KEYS);
    TelemetryConfig telemetry = telemetry(service);
    GraphConfig graph = graph(root, service);
    checkPresence(root, graph);
    new ReferenceCheck(graph, components, problems).check();
    if (problems.isEmpty()) {
      GraphCheck.check(graph, problems);
    }
    return new ServiceConfig(graph, telemetry);
  }

  private TelemetryConfig telemetry(MapNode service) {
    String path = "service::telemetry";
    MapNode node = sections.map(service, "telemetry", path);
    sections.checkKeys(node, path, TELEMETRY_KEYS);
    ConfigReader reader =
        new ConfigReader(sections.only(node, TELEMETRY_KEYS), path, problems, gates);
    TelemetryConfig telemetry = TelemetryConfig.read(reader);
    reader.finish();
    return telemetry;
  }

  private GraphConfig graph(MapNode root, MapNode service) {
    Map<ComponentId, ConfiguredComponent<ReceiverFactory<?>>> receivers =
        components.read(root, Kind.RECEIVER);
    Map<ComponentId, ConfiguredComponent<ProcessorFactory<?>>> processors =
        components.read(root, Kind.PROCESSOR);
    Map<ComponentId, ConfiguredComponent<ExporterFactory<?>>> exporters =
        components.read(root, Kind.EXPORTER);
    Map<ComponentId, ConfiguredComponent<ConnectorFactory<?>>> connectors =
        components.read(root, Kind.CONNECTOR);
    Map<ComponentId, ConfiguredComponent<ExtensionFactory<?>>> extensions =
        components.read(root, Kind.EXTENSION);
    List<Reference> serviceExtensions =
        sections.references(service, "extensions", "service::extensions");
    List<PipelineConfig> pipelines =
        pipelineReader.read(sections.map(service, "pipelines", "service::pipelines"));
    return new GraphConfig(
        receivers, processors, exporters, connectors, extensions, serviceExtensions, pipelines);
  }

  private void checkPresence(MapNode root, GraphConfig graph) {
    graph.pipelines().forEach(this::checkSignal);
    if (gates.isOn(FeatureGates.ALLOW_NO_PIPELINES)) {
      return;
    }
    if (isEmpty(root.get("receivers"))) {
      missing(root, "no receiver configuration specified in config");
    }
    if (isEmpty(root.get("exporters"))) {
      missing(root, "no exporter configuration specified in config");
    }
    if (graph.pipelines().isEmpty() && problems.isEmpty()) {
      ConfigNode service = root.get("service");
      problems.error(
          new Problem(
              service == null ? root.position() : service.position(),
              "service::pipelines",
              "service must have at least one pipeline"));
    }
  }

  private void checkSignal(PipelineConfig pipeline) {
    if (pipeline.id().signal() == Signal.PROFILES && !gates.isOn(FeatureGates.PROFILES)) {
      problems.error(
          new Problem(
              pipeline.position(),
              "service::pipelines",
              "pipeline \"%s\": profiling signal support is at alpha level, gated under the \"%s\""
                      .formatted(pipeline.id(), FeatureGates.PROFILES.id())
                  + " feature gate"));
    }
  }

  /** Whether no section says anything. */
  private static boolean isBlank(MapNode root) {
    return root.entries().entrySet().stream()
        .allMatch(entry -> SECTIONS.contains(entry.getKey()) && isEmpty(entry.getValue().value()));
  }

  private static boolean isEmpty(@Nullable ConfigNode section) {
    return !(section instanceof MapNode map) || map.entries().isEmpty();
  }

  private void missing(MapNode root, String sentence) {
    problems.error(new Problem(root.position(), "", sentence));
  }
}
