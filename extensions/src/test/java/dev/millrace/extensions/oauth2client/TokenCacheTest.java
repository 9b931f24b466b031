package dev.millrace.extensions.oauth2client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.RetryableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TokenCacheTest {
  private final List<CompletableFuture<Token>> asked = new ArrayList<>();
  private long now = Long.MAX_VALUE - 5; // passes over the end
  private final TokenCache cache =
      new TokenCache(
          () -> {
            CompletableFuture<Token> fetch = new CompletableFuture<>();
            asked.add(fetch);
            return fetch;
          },
          Duration.ofMinutes(5),
          () -> now,
          LoggerFactory.getLogger("test"));

  @Test
  void authorization_asksOnceAtATime() {
    CompletableFuture<String> first = ask();
    CompletableFuture<String> second = ask();
    assertThat(first).isNotDone();
    give(Duration.ofHours(1), "a");
    assertThat(first).isCompletedWithValue("a");
    assertThat(second).isCompletedWithValue("a");
    assertThat(ask()).isCompletedWithValue("a");
    assertThat(asked).hasSize(1);
  }

  @Test
  void authorization_isReplacedBeforeItsEnd_whileItStillServes() {
    ask();
    give(Duration.ofHours(1), "a");
    pass(Duration.ofMinutes(54));
    ask();
    assertThat(asked).hasSize(1);
    pass(Duration.ofMinutes(2));
    assertThat(ask()).isCompletedWithValue("a");
    assertThat(ask()).isCompletedWithValue("a");
    assertThat(asked).hasSize(2);
    give(Duration.ofHours(1), "b");
    assertThat(ask()).isCompletedWithValue("b");
  }

  @Test
  void authorization_thatLivesShort_isReplacedInTheMiddleOfItsLife() {
    ask();
    give(Duration.ofMinutes(1), "a");
    pass(Duration.ofSeconds(29));
    ask();
    assertThat(asked).hasSize(1);
    pass(Duration.ofSeconds(2));
    assertThat(ask()).isCompletedWithValue("a");
    assertThat(asked).hasSize(2);
  }

  @Test
  void authorization_waitsWhenNoneIsValid() {
    ask();
    give(Duration.ofMinutes(1), "a");
    pass(Duration.ofMinutes(1));
    CompletableFuture<String> waits = ask();
    assertThat(waits).isNotDone();
    give(null, "b");
    assertThat(waits).isCompletedWithValue("b");
    pass(Duration.ofDays(1000));
    assertThat(ask()).isCompletedWithValue("b");
    assertThat(asked).hasSize(2);
  }

  @Test
  void authorization_failsAsRetryable_andAsksNotBeforeAWhile() {
    CompletableFuture<String> first = ask();
    fail();
    assertThat(failure(first)).isInstanceOf(RetryableException.class).hasMessage("no luck");
    assertThat(failure(ask())).isInstanceOf(RetryableException.class).hasMessage("no luck");
    assertThat(asked).hasSize(1);
    pass(Duration.ofSeconds(1));
    ask();
    assertThat(asked).hasSize(2);
    fail();
    pass(Duration.ofSeconds(1));
    ask();
    assertThat(asked).hasSize(2);
    pass(Duration.ofSeconds(1));
    ask();
    assertThat(asked).hasSize(3);
  }

  @Test
  void authorization_staysWhileItIsValid_whenItCannotBeReplaced() {
    ask();
    give(Duration.ofHours(1), "a");
    pass(Duration.ofMinutes(56));
    ask();
    fail();
    assertThat(ask()).isCompletedWithValue("a");
    pass(Duration.ofMinutes(5));
    CompletableFuture<String> late = ask();
    assertThat(late).isNotDone();
    assertThat(asked).hasSize(3);
  }

  private CompletableFuture<String> ask() {
    return cache.authorization().toCompletableFuture();
  }

  private void give(Duration lifetime, String authorization) {
    asked.get(asked.size() - 1).complete(new Token(authorization, lifetime));
  }

  private void fail() {
    asked.get(asked.size() - 1).completeExceptionally(new IOException("no luck"));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static Throwable failure(CompletableFuture<String> future) {
    assertThat(future).isCompletedExceptionally();
    return future
        .handle((value, failure) ->
            failure instanceof CompletionException ? failure.getCause() : failure)
        .join();
  }
}
