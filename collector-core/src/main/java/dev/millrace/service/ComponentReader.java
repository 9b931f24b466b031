package dev.millrace.service;

import dev.millrace.component.ComponentFactory;
import dev.millrace.component.ComponentId;
import dev.millrace.component.Kind;
import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.Entry;
import dev.millrace.config.ConfigNode.MapNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.ExtensionReference;
import dev.millrace.config.FeatureGates;
import dev.millrace.config.Position;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.config.Spelling;
import dev.millrace.pipeline.ConfiguredComponent;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the sections of components: finds each one's factory and lets it read the settings. */
final class ComponentReader {
  private final ComponentRegistry registry;
  private final SectionReader sections;
  private final FeatureGates gates;
  private final Problems problems;
  private final Map<Kind, Set<ComponentId>> declared = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<ComponentId, List<ExtensionReference>>> extensions =
      new EnumMap<>(Kind.class);

  ComponentReader(
      ComponentRegistry registry, SectionReader sections, FeatureGates gates, Problems problems) {
    this.registry = registry;
    this.sections = sections;
    this.gates = gates;
    this.problems = problems;
  }

  @SuppressWarnings("unchecked") // the registry keeps factories by kind
  <F extends ComponentFactory<?>> Map<ComponentId, ConfiguredComponent<F>> read(
      MapNode root, Kind kind) {
    Map<ComponentId, ConfiguredComponent<F>> components = new LinkedHashMap<>();
    MapNode section = sections.map(root, kind.section(), kind.section());
    for (Map.Entry<String, Entry> entry : section.entries().entrySet()) {
      Position position = entry.getValue().keyPosition();
      String path = kind.section() + "::" + entry.getKey();
      ComponentId id = sections.id(entry.getKey(), position, path);
      if (id == null) {
        continue;
      }
      declared.computeIfAbsent(kind, k -> new HashSet<>()).add(id);
      F factory = (F) factory(kind, id, position, path);
      if (factory == null) {
        continue;
      }
      ConfigReader reader = reader(entry.getValue(), path);
      Object config = factory.readConfig(reader, id);
      reader.finish();
      extensions.computeIfAbsent(kind, k -> new HashMap<>()).put(id, reader.extensions());
      if (components.put(id, new ConfiguredComponent<>(id, factory, config, position)) != null) {
        problems.error(new Problem(position, path, "duplicate name \"%s\"".formatted(id)));
      }
    }
    return components;
  }

  /** The ids that stand in a section, also those whose settings are wrong. */
  Set<ComponentId> declared(Kind kind) {
    return declared.getOrDefault(kind, Set.of());
  }

  /** The extensions that the settings of a component name. */
  List<ExtensionReference> extensions(Kind kind, ComponentId id) {
    return extensions.getOrDefault(kind, Map.of()).getOrDefault(id, List.of());
  }

  private @Nullable ComponentFactory<?> factory(
      Kind kind, ComponentId id, Position position, String path) {
    ComponentFactory<?> factory = registry.find(kind, id.type());
    if (factory == null) {
      problems.error(new Problem(position, path, unknownType(kind, id)));
    } else if (!factory.type().equals(id.type())) {
      problems.warning(
          new Problem(
              position,
              path,
              "\"%s\" alias is deprecated; use \"%s\" instead"
                  .formatted(id.type(), factory.type())));
    }
    return factory;
  }

  private String unknownType(Kind kind, ComponentId id) {
    String removed = RemovedComponents.remedy(kind, id.type());
    if (removed != null) {
      return removed;
    }
    List<String> names = registry.names(kind);
    String nearest = Spelling.nearest(id.type().name(), names);
    return "unknown type: \"%s\" for id: \"%s\" (valid values: [%s])%s"
        .formatted(
            id.type(),
            id,
            String.join(" ", names),
            nearest == null ? "" : "; did you mean " + nearest + "?");
  }

  private ConfigReader reader(Entry entry, String path) {
    ConfigNode value = entry.value();
    MapNode map =
        value instanceof MapNode present ? present : new MapNode(Map.of(), value.position());
    if (!(value instanceof MapNode) && !SectionReader.isNull(value)) {
      problems.error(new Problem(value.position(), path, SectionReader.notAMap(value)));
    }
    return new ConfigReader(map, path, problems, gates);
  }
}
