package dev.millrace.processors.queuebatch;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Consumer;
import dev.millrace.component.Processor;
import dev.millrace.component.ProcessorFactory;
import dev.millrace.component.Stability;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import dev.millrace.export.BatchingConfig;
import dev.millrace.export.QueueConfig;
import dev.millrace.export.Sizer;
import java.util.Map;

/** Makes the {@code queuebatch} processor. */
public final class QueueBatchFactory implements ProcessorFactory<QueueConfig> {
  /** One batch at a time, a small queue, and senders that wait while it is full. */
  static final QueueConfig DEFAULTS =
      new QueueConfig(1, 10, Sizer.REQUESTS, true, false, BatchingConfig.DEFAULTS);

  @Override
  public ComponentType type() {
    return ComponentType.of("queuebatch");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of(
        Signal.TRACES, Stability.DEVELOPMENT,
        Signal.METRICS, Stability.DEVELOPMENT,
        Signal.LOGS, Stability.DEVELOPMENT,
        Signal.PROFILES, Stability.DEVELOPMENT);
  }

  @Override
  public QueueConfig readConfig(ConfigReader in, ComponentId id) {
    return QueueConfig.readAll(in, DEFAULTS);
  }

  @Override
  public Processor create(
      ComponentSettings settings, QueueConfig config, Signal signal, Consumer next) {
    return new QueueBatchStage(settings, config, signal, next);
  }
}
