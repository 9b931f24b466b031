package dev.millrace.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.Acceptance;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.Exporter;
import dev.millrace.component.Host;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An exporter made of a sender and the stages around it, with a lane for each signal of its
 * pipelines.
 *
 * <p>Threading: any thread; the lock is held to change the state. Ownership: starts and shuts down
 * its sender.
 */
final class StagedExporter implements Exporter {
  /** Of the grace, for telling and for closing connections. */
  private static final int MARGIN_PARTS = 10;

  private static final long MOST_MARGIN_NANOS = Duration.ofSeconds(1).toNanos();

  private final ComponentSettings settings;
  private final SendingConfig config;
  private final Sender sender;

  /** Never changed once made. */
  private final Map<Signal, Lane> lanes = new EnumMap<>(Signal.class);

  private final Object lock = new Object();

  private volatile boolean running;

  @GuardedBy("lock")
  private @Nullable CompletableFuture<Void> stopped;

  StagedExporter(ComponentSettings settings, SendingConfig config, Sender sender) {
    this.settings = settings;
    this.config = config;
    this.sender = sender;
    settings.signals().forEach(signal -> lanes.put(signal, lane(signal)));
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    CompletableFuture<?>[] opened =
        lanes.values().stream()
            .map(lane -> lane.start(host).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(opened)
        .thenCompose(done -> sender.start(host))
        .thenRun(() -> {
          running = true;
          lanes.values().forEach(Lane::resume);
        });
  }

  @Override
  public CompletionStage<Void> consume(Batch batch, Context context) {
    if (!running) {
      return notRunning();
    }
    Lane lane = lanes.get(batch.signal());
    return lane == null ? notRunning() : lane.consume(batch, context);
  }

  private CompletionStage<Void> notRunning() {
    return CompletableFuture.failedFuture(
        new RetryableException(settings.id() + " is not running; send again later"));
  }

  private Lane lane(Signal signal) {
    Dispatcher dispatcher = new Dispatcher(settings, config, sender, signal);
    QueueConfig queue = config.queue();
    return queue == null
        ? new DirectLane(dispatcher)
        : new QueuedLane(settings, queue, signal, dispatcher);
  }

  @Override
  public Acceptance acceptance() {
    QueueConfig queue = config.queue();
    return queue != null && queue.storage() != null ? Acceptance.DURABLE : Acceptance.VOLATILE;
  }

  /** What is on disk is plain. */
  @Override
  public boolean reusesCompressed() {
    return acceptance() == Acceptance.VOLATILE && sender.reusesCompressed();
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (lock) {
      running = false;
      if (stopped != null) {
        return stopped;
      }
      stopped = done;
    }
    drain(grace)
        .whenComplete((none, failure) -> {
          if (failure == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(failure);
          }
        });
    return done;
  }

  private CompletionStage<Void> drain(Duration grace) {
    EventExecutor loop = settings.eventLoop();
    long graceNanos = grace.toNanos();
    long margin = Math.min(graceNanos / MARGIN_PARTS, MOST_MARGIN_NANOS);
    long now = loop.ticker().nanoTime();
    long deadline = now + graceNanos - margin;
    CompletableFuture<Void> drained =
        CompletableFuture.allOf(
            lanes.values().stream()
                .map(lane -> lane.close(deadline).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    if (!drained.isDone()) {
      ScheduledFuture<?> limit =
          loop.schedule(
              () -> lanes.values().forEach(Lane::abandon),
              graceNanos - margin,
              TimeUnit.NANOSECONDS);
      drained = drained.whenComplete((done, failure) -> limit.cancel(false));
    }
    return drained.thenCompose(done -> {
      long left = now + graceNanos - loop.ticker().nanoTime();
      return sender.shutdown(Duration.ofNanos(Math.max(0, left)));
    });
  }
}
