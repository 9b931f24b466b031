package dev.millrace.component.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Kind;
import dev.millrace.component.RetainedBytes;
import dev.millrace.component.RetryableException;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ConfigText;
import dev.millrace.testkit.ManualEventLoop;
import dev.millrace.testkit.TestSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryLimiterTest {
  private static final long MIB = 1024 * 1024;

  private final TestSettings settings = new TestSettings();
  private final RetainedBytes memory = RetainedBytes.unlimited();
  private final HeapUse heap = new HeapUse(memory);
  private final ManualEventLoop loop = new ManualEventLoop();
  private final AtomicInteger collections = new AtomicInteger();
  private long alive;

  @AfterEach
  void close() {
    settings.close();
  }

  private MemoryLimiter limiter(Map<String, ?> keys) {
    Problems problems = new Problems();
    MemoryLimiterConfig config =
        MemoryLimiterConfig.read(new ConfigReader(ConfigText.map(keys), "limiter", problems));
    assertThat(problems.errors()).isEmpty();
    ComponentSettings given = settings.of(Kind.PROCESSOR, "memory_limiter", loop.executor());
    ComponentSettings bounded =
        new ComponentSettings(
            given.id(),
            given.kind(),
            given.signals(),
            given.logger(),
            given.meter(),
            loop.executor(),
            inline(),
            given.build(),
            memory);
    return new MemoryLimiter(config, bounded, heap, this::collect, 1000 * MIB);
  }

  private static ExecutorService inline() {
    return new java.util.concurrent.AbstractExecutorService() {
      @Override
      public void execute(Runnable task) {
        task.run();
      }

      @Override
      public void shutdown() {}

      @Override
      public java.util.List<Runnable> shutdownNow() {
        return java.util.List.of();
      }

      @Override
      public boolean isShutdown() {
        return false;
      }

      @Override
      public boolean isTerminated() {
        return false;
      }

      @Override
      public boolean awaitTermination(long timeout, java.util.concurrent.TimeUnit unit) {
        return true;
      }
    };
  }

  private void collect() {
    collections.incrementAndGet();
    heap.collected(alive, true);
  }

  @Test
  void refusal_followsTelemetryAtOnce() {
    MemoryLimiter limiter =
        limiter(Map.of("check_interval", "1s", "limit_mib", 100, "spike_limit_mib", 20));
    assertThat(limiter.refusal()).isNull();
    memory.hold(79 * MIB);
    assertThat(limiter.refusal()).isNull();
    memory.hold(MIB);
    RetryableException refusal = limiter.refusal();
    assertThat(refusal).hasMessage("data refused due to high memory usage");
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    memory.letGo(MIB);
    assertThat(limiter.refusal()).isNull();
  }

  @Test
  void refusal_countsWhatACollectionOfTheWholeHeapLeft() {
    MemoryLimiter limiter = limiter(Map.of("check_interval", "5s", "limit_percentage", 50));
    memory.hold(10 * MIB);
    heap.collected(390 * MIB, true);
    assertThat(limiter.refusal()).isNull();
    memory.hold(10 * MIB);
    assertThat(limiter.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(5));
    memory.letGo(20 * MIB);
    assertThat(limiter.refusal()).isNull();
  }

  @Test
  void deadObjects_areCollectedAndNotRefusedFor() {
    MemoryLimiter limiter =
        limiter(Map.of("check_interval", "1s", "limit_mib", 100, "spike_limit_mib", 20));
    limiter.start();
    alive = 30 * MIB;
    heap.collected(95 * MIB, false); // of the young objects: the most that can be alive
    assertThat(limiter.refusal()).isNull();
    loop.advance(Duration.ofSeconds(1));
    assertThat(collections).hasValue(1);
    assertThat(limiter.refusal()).isNull();
    loop.advance(Duration.ofSeconds(10));
    assertThat(collections).hasValue(1);
    limiter.stop();
  }

  @Test
  void collectionsThatFreeLittle_areNotForcedAgainAndAgain() {
    MemoryLimiter limiter =
        limiter(Map.of("check_interval", "1s", "limit_mib", 100, "spike_limit_mib", 20));
    limiter.start();
    alive = 90 * MIB;
    heap.collected(alive, true);
    for (int i = 0; i < 1000; i++) {
      loop.advance(Duration.ofSeconds(1));
    }
    // The loop's time is made up, that between collections is real.
    assertThat(collections).hasValue(1);
    assertThat(limiter.refusal()).isNotNull();
    limiter.stop();
  }

  @Test
  void backoff_doublesUpToItsBound() {
    MemoryLimiterConfig config =
        MemoryLimiterConfig.read(
            new ConfigReader(
                ConfigText.map(Map.of("check_interval", "1s", "limit_mib", 100)),
                "limiter",
                new Problems()));
    CollectionBackoff backoff = new CollectionBackoff(config);
    assertThat(backoff.interval(false)).isEqualTo(Duration.ofSeconds(10));
    assertThat(backoff.interval(true)).isEqualTo(Duration.ofMillis(950));
    backoff.collected(100, 99, 50);
    assertThat(backoff.interval(false)).isEqualTo(Duration.ofSeconds(20));
    assertThat(backoff.interval(true)).isEqualTo(Duration.ofMillis(1900));
    for (int i = 0; i < 10; i++) {
      backoff.collected(100, 99, 50);
    }
    assertThat(backoff.interval(false)).isEqualTo(Duration.ofSeconds(30));
    assertThat(backoff.interval(true)).isEqualTo(Duration.ofSeconds(30));
    backoff.collected(100, 90, 50);
    assertThat(backoff.interval(true)).isEqualTo(Duration.ofMillis(950));
  }

  @Test
  void realHeap_isMeasured() {
    HeapUse real = new HeapUse(memory);
    byte[] kept = new byte[(int) (8 * MIB)];
    real.collect(System::gc);
    assertThat(real.liveBytes()).isBetween(8 * MIB, Runtime.getRuntime().maxMemory());
    assertThat(real.mostBytes()).isGreaterThanOrEqualTo(real.liveBytes());
    assertThat(kept).hasSize((int) (8 * MIB));
  }
}
