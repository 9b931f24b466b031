package dev.millrace.testkit;

import dev.millrace.component.Acceptance;
import dev.millrace.component.Component;
import dev.millrace.component.ComponentFactory;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Connector;
import dev.millrace.component.ConnectorFactory;
import dev.millrace.component.Consumer;
import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.ExporterFactory;
import dev.millrace.component.Extension;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Host;
import dev.millrace.component.Outputs;
import dev.millrace.component.Processor;
import dev.millrace.component.ProcessorFactory;
import dev.millrace.component.Receiver;
import dev.millrace.component.ReceiverFactory;
import dev.millrace.component.Stability;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A component of each kind under one name that passes everything on, for every signal, and takes
 * any map as its settings, in which {@code extension} names one. Notes starts, stops and batches in
 * order: {@code start exporter nop}.
 */
public final class NopFactories {
  private final ComponentType type;
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Outputs> outputs = new java.util.concurrent.ConcurrentHashMap<>();

  public NopFactories(String type) {
    this.type = ComponentType.of(type);
  }

  /** One factory a kind. */
  public List<ComponentFactory<?>> all() {
    return List.of(
        new Receivers(), new Processors(), new Exporters(), new Connectors(), new Extensions());
  }

  /** What has happened, in order. */
  public List<String> events() {
    return List.copyOf(events);
  }

  /** Where a receiver that was made sends. */
  public Outputs outputsOf(String receiverId) {
    return outputs.get(receiverId);
  }

  private static Map<Signal, Stability> everySignal() {
    Map<Signal, Stability> stability = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      stability.put(signal, Stability.STABLE);
    }
    return stability;
  }

  private abstract class Factory<C> {
    public ComponentType type() {
      return type;
    }

    public Map<Signal, Stability> stability() {
      return everySignal();
    }

    public String readConfig(ConfigReader in, ComponentId id) {
      in.keys().forEach(in::raw);
      in.extension("extension", ComponentId::parse);
      return "";
    }
  }

  private class Noted implements Component {
    private final String name;

    Noted(ComponentSettings settings) {
      this.name = settings.kind().text() + " " + settings.id();
    }

    @Override
    public CompletionStage<Void> start(Host host) {
      events.add("start " + name);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> shutdown(Duration grace) {
      events.add("stop " + name);
      return CompletableFuture.completedFuture(null);
    }
  }

  private final class Stage extends Noted implements Processor, Exporter, Connector {
    private final String name;
    private final Outputs next;

    Stage(ComponentSettings settings, Outputs next) {
      super(settings);
      this.name = settings.kind().text() + " " + settings.id();
      this.next = next;
    }

    @Override
    public CompletionStage<Void> consume(Batch batch, Context context) {
      events.add(name + " takes " + batch.itemCount());
      if (next == null) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
      for (Signal signal : next.signals()) {
        all =
            all.thenCombine(
                next.to(signal).consume(Batch.of(signal, batch.parts()), context), (a, b) -> a);
      }
      return all;
    }

    @Override
    public Acceptance acceptance() {
      return Acceptance.VOLATILE;
    }
  }

  private final class Source extends Noted implements Receiver, Extension {
    Source(ComponentSettings settings) {
      super(settings);
    }
  }

  private final class Receivers extends Factory<String> implements ReceiverFactory<String> {
    @Override
    public Receiver create(ComponentSettings settings, String config, Outputs next) {
      outputs.put(settings.id().toString(), next);
      return new Source(settings);
    }
  }

  private final class Processors extends Factory<String> implements ProcessorFactory<String> {
    @Override
    public Processor create(
        ComponentSettings settings, String config, Signal signal, Consumer next) {
      return new Stage(settings, new TestOutputs(next, signal));
    }
  }

  private final class Exporters extends Factory<String> implements ExporterFactory<String> {
    @Override
    public Exporter create(ComponentSettings settings, String config) {
      return new Stage(settings, null);
    }
  }

  private final class Connectors extends Factory<String> implements ConnectorFactory<String> {
    @Override
    public Map<Signal, Set<Signal>> routes() {
      Map<Signal, Set<Signal>> routes = new EnumMap<>(Signal.class);
      for (Signal signal : Signal.values()) {
        routes.put(signal, EnumSet.allOf(Signal.class));
      }
      return routes;
    }

    @Override
    public Connector create(ComponentSettings settings, String config, Outputs next) {
      return new Stage(settings, next);
    }
  }

  private final class Extensions extends Factory<String> implements ExtensionFactory<String> {
    @Override
    public Extension create(ComponentSettings settings, String config) {
      return new Source(settings);
    }
  }
}
