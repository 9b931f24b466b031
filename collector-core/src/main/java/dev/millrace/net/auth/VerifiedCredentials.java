package dev.millrace.net.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.component.RetryableException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which credentials were found good, so that not each request costs a check, and checks
 * the same ones once at a time. Failures are not remembered.
 *
 * <p>What is kept of a credential is a hash under a key that nobody knows: neither the heap nor the
 * time that a look-up takes tells anything about it. Threading: any thread. Bounds: {@value
 * #MAX_KEPT} good ones, the least recently used goes first; {@value #MAX_CHECKS} checks under way,
 * beyond which a check is refused as retryable.
 *
 * @param <T> what is known about who holds the credential
 */
public final class VerifiedCredentials<T> {
  private static final int MAX_KEPT = 1024;
  private static final int MAX_CHECKS = 256;
  private static final int KEY_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  /**
   * A good credential.
   *
   * @param validFor how long it may be taken without another check
   */
  public record Verified<T>(T value, Duration validFor) {}

  private record Kept<T>(T value, long untilNanos) {}

  private final LongSupplier nanoClock;
  private final Mac prototype;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<ByteBuffer, Kept<T>> kept = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("lock")
  private final Map<ByteBuffer, CompletableFuture<T>> checks = new HashMap<>();

  public VerifiedCredentials() {
    this(System::nanoTime);
  }

  /** With a clock of one's own: monotonic nanoseconds. */
  public VerifiedCredentials(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }

  /** What is known about a credential, from before or from {@code check}, whose failure is ours. */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback ends the check that callers hold
  public CompletionStage<T> verify(
      byte[] credential, Supplier<CompletionStage<Verified<T>>> check) {
    ByteBuffer key = hash(credential);
    CompletableFuture<T> own = new CompletableFuture<>();
    synchronized (lock) {
      T known = known(key);
      if (known != null) {
        return CompletableFuture.completedFuture(known);
      }
      CompletableFuture<T> underWay = checks.get(key);
      if (underWay != null) {
        return underWay.copy();
      }
      if (checks.size() >= MAX_CHECKS) {
        return CompletableFuture.failedFuture(
            new RetryableException(
                "too many logins are being checked; retry later", Duration.ofSeconds(1), null));
      }
      checks.put(key, own);
    }
    check.get().whenComplete((good, failure) -> checked(key, own, good, failure));
    return own.copy();
  }

  @GuardedBy("lock")
  private @Nullable T known(ByteBuffer key) {
    Kept<T> found = kept.get(key);
    if (found == null) {
      return null;
    }
    if (found.untilNanos() - nanoClock.getAsLong() <= 0) {
      kept.remove(key);
      return null;
    }
    return found.value();
  }

  private void checked(
      ByteBuffer key,
      CompletableFuture<T> own,
      @Nullable Verified<T> good,
      @Nullable Throwable failure) {
    synchronized (lock) {
      checks.remove(key);
      if (good != null) {
        kept.put(key, new Kept<>(good.value(), nanoClock.getAsLong() + good.validFor().toNanos()));
        if (kept.size() > MAX_KEPT) {
          kept.remove(kept.keySet().iterator().next());
        }
      }
    }
    if (good != null) {
      own.complete(good.value());
    } else {
      own.completeExceptionally(failure == null ? new IllegalStateException("no answer") : failure);
    }
  }

  private ByteBuffer hash(byte[] credential) {
    try {
      return ByteBuffer.wrap(((Mac) prototype.clone()).doFinal(credential));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JVM's own " + ALGORITHM + " can be cloned", e);
    }
  }
}
