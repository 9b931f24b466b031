package dev.millrace.service;

import dev.millrace.component.BuildInfo;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Kind;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.StartException;
import dev.millrace.data.Signal;
import dev.millrace.net.EventLoops;
import dev.millrace.pipeline.Graph;
import dev.millrace.pipeline.PipelineId;
import dev.millrace.telemetry.InstanceId;
import dev.millrace.telemetry.MemoryMetrics;
import dev.millrace.telemetry.ProcessMetrics;
import dev.millrace.telemetry.TelemetryConfig;
import dev.millrace.telemetry.TelemetryReaders;
import dev.millrace.telemetry.logs.ComponentLoggers;
import dev.millrace.telemetry.logs.LogSetup;
import dev.millrace.telemetry.metrics.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collector: one configuration, its threads, its telemetry and its graph.
 *
 * <p>Threading: {@link #start} and {@link #shutdown} are called by one thread at a time, block, and
 * are for {@code main} and tests. Ownership: everything made here is gone after {@link #shutdown}.
 */
public final class Collector {
  /** How long a drain may take when nobody says otherwise: below Kubernetes' 30 s. */
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(25);

  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Duration THREADS_GRACE = Duration.ofSeconds(2);

  private final BuildInfo build;
  private final TelemetryConfig telemetry;
  private final Map<String, String> resource;
  private final EventLoops loops;
  private final MeterRegistry meter;
  private final RetainedBytes memory;
  private final Graph graph;

  private @Nullable TelemetryReaders readers;

  private Collector(ServiceConfig config, BuildInfo build, Map<String, String> resource) {
    this.build = build;
    this.telemetry = config.telemetry();
    this.resource = resource;
    this.loops = EventLoops.create();
    this.meter = new MeterRegistry(telemetry.metrics().level());
    this.memory = RetainedBytes.ofHeap(Runtime.getRuntime().maxMemory());
    ProcessMetrics.register(meter);
    MemoryMetrics.register(meter, memory);
    this.graph = Graph.build(config.graph(), this::settings);
  }

  /**
   * Makes all components of a configuration that was read without errors. From here on the log is
   * as {@code service::telemetry::logs} says.
   *
   * @throws StartException when the log cannot be opened
   */
  public static Collector create(ServiceConfig config, BuildInfo build) throws StartException {
    Map<String, String> resource =
        config.telemetry().resource().resolve(build, InstanceId.random());
    LogSetup.configure(config.telemetry().logs(), resource);
    return new Collector(config, build, resource);
  }

  /**
   * Starts everything; returns when all components are ready.
   *
   * @throws StartException when something cannot start: which component, why, what to do. What had
   *     started is shut down again.
   */
  public void start() throws StartException {
    try {
      LOG.atInfo()
          .addKeyValue("Version", build.version())
          .addKeyValue("NumCPU", Runtime.getRuntime().availableProcessors())
          .log("Starting {}...", build.command());
      readers = startReaders();
      graph.start().toCompletableFuture().join();
    } catch (CompletionException e) {
      shutdown(DEFAULT_GRACE);
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartException(String.valueOf(cause.getMessage()), cause);
    }
    LOG.info("Everything is ready. Begin running and processing data.");
  }

  /** Stops the receivers, drains, stops the rest; returns when all is done or grace is over. */
  public void shutdown(Duration grace) {
    LOG.info("Starting shutdown...");
    graph.shutdown(grace).toCompletableFuture().join();
    if (readers != null) {
      readers.stop(THREADS_GRACE).toCompletableFuture().join();
    }
    loops.stop(THREADS_GRACE).toCompletableFuture().join();
    LOG.info("Shutdown complete.");
  }

  private TelemetryReaders startReaders() {
    TelemetryReaders.Source source = new TelemetryReaders.Source(meter, resource, build);
    return TelemetryReaders.start(telemetry.metrics(), source, loops.next(), loops.blocking())
        .toCompletableFuture()
        .join();
  }

  private ComponentSettings settings(
      ComponentId id, Kind kind, Set<Signal> signals, @Nullable PipelineId pipeline) {
    Logger logger =
        pipeline == null
            ? ComponentLoggers.create(id, kind)
            : ComponentLoggers.create(id, kind, pipeline.signal(), pipeline.toString());
    return new ComponentSettings(
        id, kind, signals, logger, meter.scope(), loops.next(), loops.blocking(), build, memory);
  }
}
