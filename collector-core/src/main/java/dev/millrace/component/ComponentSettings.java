package dev.millrace.component;

import dev.millrace.data.Signal;
import io.netty.util.concurrent.EventExecutor;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;

/**
 * What the engine gives to a component when it is made.
 *
 * @param id as configured, also when {@code id.type()} is an old name
 * @param kind which section it stands in
 * @param signals what the pipelines that name it carry; none for an extension
 * @param logger says the id, kind and signal by itself
 * @param meter the collector's own metrics
 * @param eventLoop where this component's timers and connections may run; a {@code net} client or
 *     server takes its whole group
 * @param blocking a bounded pool of named threads for work that must block
 * @param build the name and version of this collector
 * @param memory the telemetry that the whole process keeps
 */
public record ComponentSettings(
    ComponentId id,
    Kind kind,
    Set<Signal> signals,
    Logger logger,
    Meter meter,
    EventExecutor eventLoop,
    ExecutorService blocking,
    BuildInfo build,
    RetainedBytes memory) {

  /** Without a bound on what is kept: for tests. */
  public ComponentSettings(
      ComponentId id,
      Kind kind,
      Set<Signal> signals,
      Logger logger,
      Meter meter,
      EventExecutor eventLoop,
      ExecutorService blocking,
      BuildInfo build) {
    this(id, kind, signals, logger, meter, eventLoop, blocking, build, RetainedBytes.unlimited());
  }

  /** The same for some of the signals. */
  public ComponentSettings withSignals(Set<Signal> some) {
    return new ComponentSettings(id, kind, some, logger, meter, eventLoop, blocking, build, memory);
  }
}
