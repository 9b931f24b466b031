package dev.millrace.net.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one client. Files are read on the blocking executor when the first connection needs them;
 * with a reload interval they are read anew when it is over and a connection is made. What cannot
 * be used then is logged once, and connections go on with what was read before.
 *
 * <p>Threading: any thread.
 */
public final class ClientTls {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClientTls.class);

  /** Reads files and makes a context; may block. */
  interface Loading {
    SslContext load() throws IOException;
  }

  private final Loading loading;
  private final @Nullable String serverName;
  private final List<String> groups;
  private final long reloadNanos;
  private final Executor blocking;
  private volatile @Nullable CompletableFuture<SslContext> context;
  private volatile @Nullable Reload reload;

  ClientTls(
      Loading loading,
      @Nullable String serverName,
      List<String> groups,
      Duration reloadInterval,
      Executor blocking) {
    this.loading = loading;
    this.serverName = serverName;
    this.groups = groups;
    this.reloadNanos = reloadInterval.toNanos();
    this.blocking = blocking;
  }

  /** The JVM's trusted authorities, names checked. */
  public static ClientTls system(Executor blocking) {
    return new ClientTls(
        () -> SslContextBuilder.forClient().build(), null, List.of(), Duration.ZERO, blocking);
  }

  /** As {@code settings} say; {@code finish} may add what a protocol needs to the context. */
  public static ClientTls of(
      ClientTlsSettings settings, UnaryOperator<SslContextBuilder> finish, Executor blocking) {
    boolean isRead = settings.certificate() != null && settings.certificate().file() != null;
    return new ClientTls(
        new ClientContext(settings, finish)::load,
        settings.serverName(),
        settings.parameters().groups(),
        isRead ? settings.reloadInterval() : Duration.ZERO,
        blocking);
  }

  /** The name to ask for and to check instead of the host's, null for the host's. */
  public @Nullable String serverName() {
    return serverName;
  }

  /**
   * Loads once, and anew when the interval is over; after a failure at first the next call tries
   * again.
   */
  public CompletionStage<SslContext> context() {
    CompletableFuture<SslContext> present = context;
    if (present != null && !present.isCompletedExceptionally()) {
      Reload again = reload;
      return again == null ? present : again.context(present);
    }
    CompletableFuture<SslContext> loaded = new CompletableFuture<>();
    context = loaded;
    try {
      blocking.execute(() -> load(loaded));
    } catch (RejectedExecutionException e) {
      loaded.completeExceptionally(
          new IOException("cannot read the TLS files: too much blocking work waits", e));
    }
    return loaded;
  }

  private void load(CompletableFuture<SslContext> loaded) {
    try {
      SslContext first = loading.load();
      if (reloadNanos > 0) {
        Reload again = new Reload(first);
        reload = again;
        loaded.complete(again.swapped);
      } else {
        loaded.complete(groups.isEmpty() ? first : new SwappedContext(first, groups, () -> {}));
      }
    } catch (IOException | RuntimeException e) {
      loaded.completeExceptionally(e);
    }
  }

  /** Reads anew when it is time. One reading at a time. */
  private final class Reload {
    private final SwappedContext swapped;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile long dueNanos = System.nanoTime() + reloadNanos;
    private volatile @Nullable String lastFailure;

    Reload(SslContext first) {
      // A connection that did not ask for the context before still takes what there is.
      this.swapped = new SwappedContext(first, groups, () -> start(null));
    }

    /** What is read now, when it is time; otherwise what there is. */
    CompletionStage<SslContext> context(CompletableFuture<SslContext> present) {
      CompletableFuture<SslContext> read = new CompletableFuture<>();
      return start(read) ? read : present;
    }

    private boolean start(@Nullable CompletableFuture<SslContext> read) {
      if (System.nanoTime() - dueNanos < 0 || !underWay.compareAndSet(false, true)) {
        return false;
      }
      try {
        blocking.execute(() -> run(read));
        return true;
      } catch (RejectedExecutionException e) {
        underWay.set(false); // the next connection asks again
        return false;
      }
    }

    private void run(@Nullable CompletableFuture<SslContext> read) {
      try {
        swapped.swap(loading.load());
        lastFailure = null;
      } catch (IOException | RuntimeException e) {
        String failure = String.valueOf(e.getMessage());
        if (!failure.equals(lastFailure)) {
          lastFailure = failure;
          LOGGER.warn("tls: going on with what was read before: {}", failure);
        }
      } finally {
        dueNanos = System.nanoTime() + reloadNanos;
        underWay.set(false);
        if (read != null) {
          read.complete(swapped);
        }
      }
    }
  }
}
