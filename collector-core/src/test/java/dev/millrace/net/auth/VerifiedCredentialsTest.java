package dev.millrace.net.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.RetryableException;
import dev.millrace.net.auth.VerifiedCredentials.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VerifiedCredentialsTest {
  private final AtomicInteger checks = new AtomicInteger();
  private long now = Long.MAX_VALUE - 5; // passes over the end
  private final VerifiedCredentials<String> verified = new VerifiedCredentials<>(() -> now);

  @Test
  void verify_checksAGoodOneOnce_untilItsTimeIsOver() {
    assertThat(good("a")).isCompletedWithValue("a");
    assertThat(good("a")).isCompletedWithValue("a");
    assertThat(checks).hasValue(1);
    now += Duration.ofSeconds(9).toNanos();
    good("a");
    assertThat(checks).hasValue(1);
    now += Duration.ofSeconds(1).toNanos();
    good("a");
    assertThat(checks).hasValue(2);
  }

  @Test
  void verify_remembersNoFailure() {
    for (int i = 0; i < 2; i++) {
      CompletableFuture<String> failed =
          verified
              .verify(
                  bytes("b"),
                  () -> {
                    checks.incrementAndGet();
                    return CompletableFuture.failedFuture(new IllegalStateException("no"));
                  })
              .toCompletableFuture();
      assertThat(failed).isCompletedExceptionally();
    }
    assertThat(checks).hasValue(2);
  }

  @Test
  void verify_checksTheSameOnceAtATime_andNotWithoutBound() {
    CompletableFuture<Verified<String>> hold = new CompletableFuture<>();
    CompletionStage<String> first = verified.verify(bytes("0"), () -> hold);
    CompletionStage<String> same =
        verified.verify(
            bytes("0"),
            () -> {
              throw new AssertionError("a second check");
            });
    for (int i = 1; i < 256; i++) {
      verified.verify(bytes("" + i), () -> hold);
    }
    CompletableFuture<String> beyond =
        verified.verify(bytes("x"), () -> hold).toCompletableFuture();
    assertThat(beyond.handle((value, failure) -> failure).join())
        .isInstanceOf(RetryableException.class);
    hold.complete(new Verified<>("who", Duration.ofSeconds(1)));
    assertThat(first.toCompletableFuture()).isCompletedWithValue("who");
    assertThat(same.toCompletableFuture()).isCompletedWithValue("who");
  }

  @Test
  void verify_forgetsTheLeastRecentlyUsed() {
    for (int i = 0; i < 1024; i++) {
      good("c" + i);
    }
    good("c0");
    good("one more");
    checks.set(0);
    good("c0");
    assertThat(checks).hasValue(0);
    good("c1");
    assertThat(checks).hasValue(1);
  }

  private CompletableFuture<String> good(String credential) {
    return verified
        .verify(
            bytes(credential),
            () -> {
              checks.incrementAndGet();
              return CompletableFuture.completedFuture(
                  new Verified<>(credential, Duration.ofSeconds(10)));
            })
        .toCompletableFuture();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
