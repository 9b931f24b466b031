package dev.millrace.service;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Kind;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.config.Problems.ExtensionReference;
import dev.millrace.config.Spelling;
import dev.millrace.pipeline.GraphConfig;
import dev.millrace.pipeline.PipelineConfig;
import dev.millrace.pipeline.PipelineConfig.Reference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Checks that what is named is configured, and that no id is ambiguous. */
final class ReferenceCheck {
  private final GraphConfig graph;
  private final Function<Kind, Set<ComponentId>> declared;
  private final Problems problems;

  /**
   * @param declared the ids that stand in a section, also those whose settings are wrong
   */
  ReferenceCheck(GraphConfig graph, Function<Kind, Set<ComponentId>> declared, Problems problems) {
    this.graph = graph;
    this.declared = declared;
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
    problems.extensions().forEach(this::extension);
  }

  /** A setting that names an extension, such as a queue's storage. */
  private void extension(ExtensionReference reference) {
    if (!isStarted(reference.path())) {
      return;
    }
    ComponentId id;
    try {
      id = ComponentId.parse(reference.id());
    } catch (IllegalArgumentException e) {
      extensionError(reference, String.valueOf(e.getMessage()));
      return;
    }
    if (!declared.apply(Kind.EXTENSION).contains(id)) {
      extensionError(reference, notConfigured(Kind.EXTENSION, id, Kind.EXTENSION));
    } else if (graph.serviceExtensions().stream().noneMatch(other -> other.id().equals(id))) {
      extensionError(
          reference,
          "extension \"%s\" is configured, but service::extensions does not name it; add it there"
              .formatted(id));
    }
  }

  /** Whether the component that a setting belongs to will be made at all. */
  private boolean isStarted(String path) {
    String[] keys = path.split("::", 3);
    if (keys.length < 3 || keys[0].equals("service")) {
      return true;
    }
    Stream<Reference> named =
        keys[0].equals(Kind.EXTENSION.section())
            ? graph.serviceExtensions().stream()
            : graph.pipelines().stream().flatMap(ReferenceCheck::all);
    return named.anyMatch(reference -> reference.id().toString().equals(keys[1]));
  }

  private static Stream<Reference> all(PipelineConfig pipeline) {
    return Stream.of(pipeline.receivers(), pipeline.processors(), pipeline.exporters())
        .flatMap(List::stream);
  }

  private void extensionError(ExtensionReference reference, String message) {
    problems.error(new Problem(reference.position(), reference.path(), message));
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
      if (Stream.of(sections).noneMatch(s -> declared.apply(s).contains(reference.id()))) {
        problems.error(
            new Problem(reference.position(), path, notConfigured(kind, reference.id(), sections)));
      }
    }
  }

  private String notConfigured(Kind kind, ComponentId id, Kind... sections) {
    List<String> known =
        Stream.of(sections)
            .flatMap(section -> declared.apply(section).stream())
            .map(ComponentId::toString)
            .toList();
    String nearest = Spelling.nearest(id.toString(), known);
    return "references %s \"%s\" which is not configured%s"
        .formatted(kind.text(), id, nearest == null ? "" : "; did you mean " + nearest + "?");
  }
}
