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
  private final AtomicBoolean reloading = new AtomicBoolean();
  private volatile @Nullable CompletableFuture<SslContext> context;
  private volatile long dueNanos;
  private volatile @Nullable String lastFailure;

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

  /** Loads once; after a failure the next call tries again. */
  public CompletionStage<SslContext> context() {
    CompletableFuture<SslContext> present = context;
    if (present != null && !present.isCompletedExceptionally()) {
      return present;
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
      dueNanos = System.nanoTime() + reloadNanos;
      if (reloadNanos <= 0) {
        loaded.complete(groups.isEmpty() ? first : new SwappedContext(first, groups, () -> {}));
        return;
      }
      Reload reload = new Reload();
      SwappedContext swapped = new SwappedContext(first, groups, reload);
      reload.target = swapped;
      loaded.complete(swapped);
    } catch (IOException | RuntimeException e) {
      loaded.completeExceptionally(e);
    }
  }

  /** Reads anew when it is time; the connection that asks still takes what there is. */
  private final class Reload implements Runnable {
    private volatile @Nullable SwappedContext target;

    @Override
    public void run() {
      SwappedContext swapped = target;
      if (swapped == null
          || System.nanoTime() - dueNanos < 0
          || !reloading.compareAndSet(false, true)) {
        return;
      }
      try {
        blocking.execute(() -> reload(swapped));
      } catch (RejectedExecutionException e) {
        reloading.set(false); // the next connection asks again
      }
    }

    private void reload(SwappedContext swapped) {
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
        reloading.set(false);
      }
    }
  }
}
