package dev.millrace.service;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Kind;
import dev.millrace.config.ExtensionReference;
import dev.millrace.config.Position;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.config.Spelling;
import dev.millrace.pipeline.GraphConfig;
import dev.millrace.pipeline.PipelineConfig;
import dev.millrace.pipeline.PipelineConfig.Reference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that what is named is configured, and that no id is ambiguous. */
final class ReferenceCheck {
  private final GraphConfig graph;
  private final ComponentReader components;
  private final Problems problems;

  /**
   * @param components which ids stand in a section, and what their settings name
   */
  ReferenceCheck(GraphConfig graph, ComponentReader components, Problems problems) {
    this.graph = graph;
    this.components = components;
    this.problems = problems;
  }

  void check() {
    ambiguous(graph.receivers(), Kind.RECEIVER);
    ambiguous(graph.exporters(), Kind.EXPORTER);
    references("service::extensions", Kind.EXTENSION, graph.serviceExtensions(), Kind.EXTENSION);
    for (PipelineConfig pipeline : graph.pipelines()) {
      references(
          pipeline.path(), Kind.RECEIVER, pipeline.receivers(), Kind.RECEIVER, Kind.CONNECTOR);
      references(pipeline.path(), Kind.PROCESSOR, pipeline.processors(), Kind.PROCESSOR);
      references(
          pipeline.path(), Kind.EXPORTER, pipeline.exporters(), Kind.EXPORTER, Kind.CONNECTOR);
    }
    extensions();
  }

  /** What no pipeline uses is never made: it may name what is not there, as in Go. */
  private void extensions() {
    extensions(Kind.EXTENSION, graph.serviceExtensions());
    for (PipelineConfig pipeline : graph.pipelines()) {
      extensions(Kind.RECEIVER, pipeline.receivers());
      extensions(Kind.PROCESSOR, pipeline.processors());
      extensions(Kind.EXPORTER, pipeline.exporters());
      extensions(Kind.CONNECTOR, pipeline.exporters());
    }
  }

  private void extensions(Kind kind, List<Reference> used) {
    Set<ComponentId> started =
        graph.serviceExtensions().stream().map(Reference::id).collect(Collectors.toSet());
    for (Reference reference : used) {
      for (ExtensionReference named : components.extensions(kind, reference.id())) {
        ComponentId id = ComponentId.parse(named.id());
        if (!components.declared(Kind.EXTENSION).contains(id)) {
          notConfigured(
              named.position(), named.path(), id, Kind.EXTENSION, List.of(Kind.EXTENSION));
        } else if (!started.contains(id)) {
          problems.error(
              new Problem(
                  named.position(),
                  named.path(),
                  "references extension \"%s\" which service::extensions does not name; add it"
                          .formatted(id)
                      + " there"));
        }
      }
    }
  }

  private void ambiguous(Map<ComponentId, ?> others, Kind kind) {
    graph
        .connectors()
        .forEach((id, connector) -> {
          if (others.containsKey(id)) {
            problems.error(
                new Problem(
                    connector.position(),
                    "connectors::" + id,
                    "ambiguous ID: Found both \"%1$s\" %2$s and \"%1$s\" connector. Change one"
                            .formatted(id, kind.text())
                        + " of the components' IDs to eliminate ambiguity (e.g. rename"
                        + " \"%1$s\" connector to \"%1$s/connector\")".formatted(id)));
          }
        });
  }

  private void references(String path, Kind kind, List<Reference> references, Kind... sections) {
    for (Reference reference : references) {
      if (Stream.of(sections).noneMatch(s -> components.declared(s).contains(reference.id()))) {
        notConfigured(reference.position(), path, reference.id(), kind, List.of(sections));
      }
    }
  }

  private void notConfigured(
      Position position, String path, ComponentId id, Kind kind, List<Kind> sections) {
    List<String> known =
        sections.stream()
            .flatMap(section -> components.declared(section).stream())
            .map(ComponentId::toString)
            .toList();
    String nearest = Spelling.nearest(id.toString(), known);
    problems.error(
        new Problem(
            position,
            path,
            "references %s \"%s\" which is not configured%s"
                .formatted(
                    kind.text(), id, nearest == null ? "" : "; did you mean " + nearest + "?")));
  }
}
