package dev.millrace.extensions.basicauth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs checks of passwords on the blocking executor, a few at a time: bcrypt is made to be slow,
 * and a flood of logins must not take all threads from the others.
 *
 * <p>Threading: any thread. Bounds: as many wait as {@link
 * dev.millrace.net.auth.VerifiedCredentials} lets check.
 */
final class Checks {
  private static final int MAX_AT_ONCE =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final Executor blocking;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private int running;

  Checks(Executor blocking) {
    this.blocking = blocking;
  }

  /** Runs a check soon; fails with RejectedExecutionException when there is no thread for it. */
  void run(Runnable check) {
    synchronized (lock) {
      if (running >= MAX_AT_ONCE) {
        waiting.add(check);
        return;
      }
      running++;
    }
    try {
      blocking.execute(() -> work(check));
    } catch (RejectedExecutionException e) {
      synchronized (lock) {
        running--;
      }
      throw e;
    }
  }

  /** The thread goes on with those that wait. */
  private void work(Runnable first) {
    Runnable next = first;
    while (next != null) {
      try {
        next.run();
      } finally {
        next = next();
      }
    }
  }

  private Runnable next() {
    synchronized (lock) {
      Runnable next = waiting.poll();
      if (next == null) {
        running--;
      }
      return next;
    }
  }
}
