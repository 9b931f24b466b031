package dev.millrace.net.tls;

import dev.millrace.component.StartException;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one server. Files are read on the blocking executor: when the server starts, where what is
 * wrong with them comes as a {@link StartException}, and from then on as the settings say. What
 * cannot be used then is logged once, and connections go on with what was read before.
 *
 * <p>Threading: any thread. Ownership: the server that asks for a context closes this.
 */
public final class ServerTls implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServerTls.class);
  // As often as the Go collector looks at most.
  private static final Duration AUTHORITIES_INTERVAL = Duration.ofSeconds(1);

  private final ServerTlsSettings settings;
  private final Executor blocking;
  private volatile @Nullable Future<?> next;
  private volatile boolean closed;

  public ServerTls(ServerTlsSettings settings, Executor blocking) {
    this.settings = settings;
    this.blocking = blocking;
  }

  /** Reads the files and makes the context of a server that speaks HTTP/1.1. */
  public CompletionStage<SslContext> context(EventExecutor timer) {
    return load(timer, false);
  }

  /** The same for gRPC: HTTP/2 is negotiated. */
  public CompletionStage<SslContext> grpcContext(EventExecutor timer) {
    return load(timer, true);
  }

  /** Reads no more. */
  @Override
  public void close() {
    closed = true;
    Future<?> waiting = next;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }

  private CompletionStage<SslContext> load(EventExecutor timer, boolean grpc) {
    CompletableFuture<SslContext> loaded = new CompletableFuture<>();
    try {
      blocking.execute(() -> {
        try {
          ServerMaterial material = ServerMaterial.read(settings);
          SwappedContext context =
              new SwappedContext(
                  material.context(settings, grpc), settings.parameters().groups(), () -> {});
          new Reloading(timer, grpc, context, material).schedule();
          loaded.complete(context);
        } catch (IOException | RuntimeException e) {
          loaded.completeExceptionally(new StartException("tls: " + e.getMessage(), e));
        }
      });
    } catch (RejectedExecutionException e) {
      loaded.completeExceptionally(
          new StartException("cannot read the TLS files: too much blocking work waits", e));
    }
    return loaded;
  }

  /** Reads again and again; one thread at a time. */
  private final class Reloading {
    private final EventExecutor timer;
    private final boolean grpc;
    private final SwappedContext context;
    private final Duration interval;
    private ServerMaterial material;
    private long identityDueNanos;
    private @Nullable String lastFailure;

    Reloading(EventExecutor timer, boolean grpc, SwappedContext context, ServerMaterial material) {
      this.timer = timer;
      this.grpc = grpc;
      this.context = context;
      this.material = material;
      this.interval = interval();
      this.identityDueNanos = System.nanoTime() + settings.reloadInterval().toNanos();
    }

    private Duration interval() {
      Duration identity = settings.reloadInterval();
      boolean watches = settings.watchesClientAuthorities() && settings.clientAuthorities() != null;
      if (!watches) {
        return identity;
      }
      return identity.isZero() || identity.compareTo(AUTHORITIES_INTERVAL) > 0
          ? AUTHORITIES_INTERVAL
          : identity;
    }

    void schedule() {
      if (interval.isZero() || closed || timer.isShuttingDown()) {
        return;
      }
      next = timer.schedule(this::read, interval.toNanos(), TimeUnit.NANOSECONDS);
      if (closed) {
        close();
      }
    }

    private void read() {
      try {
        blocking.execute(() -> {
          try {
            reload();
          } finally {
            schedule();
          }
        });
      } catch (RejectedExecutionException e) {
        schedule(); // too much else to do
      }
    }

    private void reload() {
      try {
        ServerMaterial newer = newer();
        if (!newer.isSameAs(material)) {
          context.swap(newer.context(settings, grpc));
          material = newer;
          LOGGER.info("tls: read {} anew", settings.certificate());
        }
        lastFailure = null;
      } catch (IOException | RuntimeException e) {
        String failure = String.valueOf(e.getMessage());
        if (!failure.equals(lastFailure)) {
          lastFailure = failure;
          LOGGER.warn("tls: going on with what was read before: {}", failure);
        }
      }
    }

    private ServerMaterial newer() throws IOException {
      Identity identity = material.identity();
      long interval = settings.reloadInterval().toNanos();
      if (interval > 0 && System.nanoTime() - identityDueNanos >= 0) {
        identity = Identity.read(settings.certificate(), settings.key());
        identityDueNanos = System.nanoTime() + interval;
      }
      PemSource authorities = settings.clientAuthorities();
      return new ServerMaterial(
          identity,
          authorities != null && settings.watchesClientAuthorities()
              ? authorities.read()
              : material.clientAuthorities());
    }
  }
}
