package dev.millrace.extensions.oidc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.RetryableException;
import dev.millrace.extensions.oidc.OidcConfig.ProviderConfig;
import dev.millrace.net.HttpClient;
import dev.millrace.net.HttpClientSettings;
import dev.millrace.net.HttpClients;
import dev.millrace.net.tls.ClientTls;
import dev.millrace.net.tls.ClientTlsSettings;
import dev.millrace.net.tls.PemSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys that a provider tells: fetched when the first token comes, again when one comes that none of
 * them has signed, at most every ten seconds, and beside that when they are a quarter of an hour
 * old.
 *
 * <p>Threading: any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the callback ends what requests wait for
final class RemoteKeys implements Keys {
  private static final long GAP_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long OLD_NANOS = Duration.ofMinutes(15).toNanos();

  private final ProviderConfig provider;
  private final ComponentSettings settings;
  private final HttpClient client;
  private final Discovery discovery;
  private final LongSupplier nanoClock;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private @Nullable KeySet known;

  @GuardedBy("lock")
  private @Nullable CompletableFuture<KeySet> fetching;

  @GuardedBy("lock")
  private long fetchedNanos;

  @GuardedBy("lock")
  private @Nullable RetryableException lastFailure;

  private RemoteKeys(
      ProviderConfig provider,
      ComponentSettings settings,
      HttpClient client,
      Discovery discovery,
      LongSupplier nanoClock) {
    this.provider = provider;
    this.settings = settings;
    this.client = client;
    this.discovery = discovery;
    this.nanoClock = nanoClock;
  }

  /** Asks a provider where its keys are. */
  static CompletionStage<Keys> open(
      ProviderConfig provider, ComponentSettings settings, LongSupplier nanoClock) {
    ClientTls tls =
        provider.issuerCaPath().isEmpty()
            ? ClientTls.system(settings.blocking())
            : ClientTls.of(authority(provider), context -> context, settings.blocking());
    HttpClient client =
        HttpClients.create(
            settings.eventLoop(), HttpClientSettings.defaults(settings.blocking()).withTls(tls));
    return Discovery.fetch(client, provider)
        .handle((discovery, failure) -> {
          if (failure != null) {
            client.close();
            throw new CompletionException(
                new IOException(
                    "failed to create OIDC provider for \"%s\": %s"
                        .formatted(provider.issuerUrl(), cause(failure).getMessage()),
                    failure));
          }
          return new RemoteKeys(provider, settings, client, discovery, nanoClock);
        });
  }

  private static ClientTlsSettings authority(ProviderConfig provider) {
    return new ClientTlsSettings(
        new PemSource("issuer_ca_path", provider.issuerCaPath(), null),
        false,
        null,
        null,
        null,
        false,
        ClientTlsSettings.DEFAULTS.protocols());
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public CompletionStage<KeySet> current() {
    KeySet present;
    synchronized (lock) {
      present = known;
      if (present != null && nanoClock.getAsLong() - fetchedNanos < OLD_NANOS) {
        return CompletableFuture.completedFuture(present);
      }
    }
    CompletionStage<KeySet> fetched = fetch(present);
    return present == null ? fetched : CompletableFuture.completedFuture(present);
  }

  @Override
  public CompletionStage<KeySet> newerThan(KeySet old) {
    synchronized (lock) {
      if (known != null && known != old) {
        return CompletableFuture.completedFuture(known);
      }
    }
    return fetch(old);
  }

  /** One at a time; {@code otherwise} where they were fetched just now. */
  private CompletionStage<KeySet> fetch(@Nullable KeySet otherwise) {
    CompletableFuture<KeySet> own = new CompletableFuture<>();
    synchronized (lock) {
      if (fetching != null) {
        return fetching.copy();
      }
      boolean isTooSoon =
          (known != null || lastFailure != null)
              && nanoClock.getAsLong() - fetchedNanos < GAP_NANOS;
      if (isTooSoon && otherwise != null) {
        return CompletableFuture.completedFuture(otherwise);
      }
      if (isTooSoon && lastFailure != null) {
        return CompletableFuture.failedFuture(lastFailure);
      }
      fetching = own;
      fetchedNanos = nanoClock.getAsLong();
    }
    Discovery.get(client, discovery.keysUrl())
        .thenApply(this::parse)
        .whenComplete((keys, failure) -> fetched(own, keys, failure));
    return own.copy();
  }

  private KeySet parse(String text) {
    try {
      return KeySet.parse(text, discovery.algorithms(), true);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private void fetched(
      CompletableFuture<KeySet> own, @Nullable KeySet keys, @Nullable Throwable failure) {
    KeySet use;
    RetryableException trouble = null;
    synchronized (lock) {
      fetching = null;
      if (keys != null) {
        lastFailure = null;
        known = keys.isSameAs(known) ? known : keys; // the same ones remember their tokens
      } else {
        trouble = trouble(failure);
        lastFailure = trouble;
      }
      use = known;
    }
    if (trouble != null && use != null) {
      settings.logger().warn("{}; the keys that are known stay in use", trouble.getMessage());
    }
    if (use != null) {
      own.complete(use);
    } else if (trouble != null) {
      own.completeExceptionally(trouble);
    }
  }

  private RetryableException trouble(@Nullable Throwable failure) {
    Throwable cause = failure == null ? new IllegalStateException("no answer") : cause(failure);
    return new RetryableException(
        "failed to fetch the keys of \"%s\": %s"
            .formatted(provider.issuerUrl(), cause.getMessage()),
        Duration.ofNanos(GAP_NANOS),
        cause);
  }

  @Override
  public void close() {
    client.close();
  }
}
