package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ConsumeException;
import dev.millrace.component.Context;
import dev.millrace.component.PartialException;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.testkit.Batches;
import dev.millrace.testkit.ManualEventLoop;
import dev.millrace.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two and three exporters of one pipeline, each in every state: all are offered the batch at once,
 * none delays another's delivery, and the answer comes with the last of them and says what DESIGN
 * section 2 says.
 */
class FanOutMatrixTest {
  private static final int ITEMS = 5;
  private static final List<Duration> MOMENTS =
      List.of(Duration.ZERO, BranchKind.TIMEOUT, BranchKind.SLOW_ANSWER, BranchKind.RELEASED);
  private static final TestSettings SETTINGS = new TestSettings();

  @AfterAll
  static void closeSettings() {
    SETTINGS.close();
  }

  @ParameterizedTest
  @EnumSource
  void pairs_areIndependent(BranchKind first) {
    for (BranchKind second : BranchKind.values()) {
      check(List.of(first, second));
    }
  }

  @ParameterizedTest
  @EnumSource
  void threes_areIndependent(BranchKind first) {
    for (BranchKind second : BranchKind.values()) {
      for (BranchKind third : BranchKind.values()) {
        check(List.of(first, second, third));
      }
    }
  }

  private static void check(List<BranchKind> kinds) {
    ManualEventLoop loop = new ManualEventLoop();
    LongAdder repeatable = new LongAdder();
    List<Branch> branches = new ArrayList<>();
    kinds.forEach(kind -> branches.add(new Branch(kind, SETTINGS, loop.executor())));
    FanOut fanOut = new FanOut(repeatable);
    fanOut.point(branches.stream().map(Branch::edge).toList());
    Batch batch = Batches.logs(ITEMS);

    CompletableFuture<Void> answer = fanOut.consume(batch, Context.EMPTY).toCompletableFuture();

    for (Branch branch : branches) {
      assertThat(branch.attempts())
          .as("attempts at once in %s", kinds)
          .isEqualTo(branch.kind().attemptsAtOnce());
    }
    Duration now = Duration.ZERO;
    for (Duration moment : MOMENTS) {
      loop.advance(moment.minus(now));
      now = moment;
      if (moment.equals(BranchKind.RELEASED)) {
        branches.forEach(Branch::release);
      }
      assertAnswered(kinds, branches, answer, moment);
    }
    assertOutcome(kinds, answer, repeatable);
    for (Branch branch : branches) {
      assertThat(branch.delivered(batch)).as("%s in %s", branch.kind(), kinds).isTrue();
    }
  }

  /** Who is to have answered by now has, whatever the others do; all together when all have. */
  private static void assertAnswered(
      List<BranchKind> kinds, List<Branch> branches, CompletableFuture<Void> all, Duration now) {
    boolean isComplete = true;
    for (Branch branch : branches) {
      boolean isDue = branch.kind().answersAfter().compareTo(now) <= 0;
      isComplete &= isDue;
      Edge edge = branch.edge();
      assertThat(edge.takenItems() + edge.retryableItems() + edge.droppedItems())
          .as("%s of %s after %s", branch.kind(), kinds, now)
          .isEqualTo(isDue ? ITEMS : 0);
    }
    assertThat(all.isDone()).as("%s after %s", kinds, now).isEqualTo(isComplete);
  }

  private static void assertOutcome(
      List<BranchKind> kinds, CompletableFuture<Void> answer, LongAdder repeatable) {
    Throwable failure = failure(answer);
    List<ConsumeException> expected =
        kinds.stream().map(BranchKind::failure).filter(each -> each != null).toList();
    long taken = kinds.stream().filter(BranchKind::takes).count();
    boolean isRetryable = expected.stream().anyMatch(RetryableException.class::isInstance);
    assertThat(repeatable.sum()).as("%s", kinds).isEqualTo(isRetryable ? taken * ITEMS : 0);
    if (isRetryable) {
      assertThat(failure).as("%s", kinds).isInstanceOf(RetryableException.class);
      assertThat(((RetryableException) failure).retryAfter())
          .as("%s", kinds)
          .isEqualTo(kinds.contains(BranchKind.REFUSES_WITH_DELAY) ? BranchKind.DELAY : null);
    } else if (expected.stream().anyMatch(PermanentException.class::isInstance)) {
      assertThat(failure).as("%s", kinds).isInstanceOf(PermanentException.class);
    } else if (expected.isEmpty()) {
      assertThat(failure).as("%s", kinds).isNull();
    } else {
      assertThat(failure).as("%s", kinds).isInstanceOf(PartialException.class);
    }
  }

  private static Throwable failure(CompletableFuture<Void> answer) {
    Throwable failure = answer.handle((done, thrown) -> thrown).join();
    return failure == null || failure.getCause() == null ? failure : failure.getCause();
  }
}
