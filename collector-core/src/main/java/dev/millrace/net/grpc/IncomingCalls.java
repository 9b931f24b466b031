package dev.millrace.net.grpc;

import dev.millrace.net.ByteBudget;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The calls of a server whose message is not whole yet. One that has stopped coming is given up
 * after {@value #PAUSE_SECONDS} seconds, after {@value #SHORT_PAUSE_SECONDS} where others lack the
 * room.
 *
 * <p>Threading: any thread. Bounds: those of the calls.
 */
final class IncomingCalls {
  private static final int PAUSE_SECONDS = 60;
  private static final int SHORT_PAUSE_SECONDS = 5;

  private final ByteBudget budget;
  private final Set<UnaryCall> calls = ConcurrentHashMap.newKeySet();

  IncomingCalls(ByteBudget budget) {
    this.budget = budget;
  }

  /** Looks after them every second until the returned future is cancelled. */
  Future<?> watch(EventExecutor loop) {
    return loop.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  void add(UnaryCall call) {
    calls.add(call);
  }

  void remove(UnaryCall call) {
    calls.remove(call);
  }

  private void look() {
    boolean isShort = budget.isShort();
    long pause = TimeUnit.SECONDS.toNanos(isShort ? SHORT_PAUSE_SECONDS : PAUSE_SECONDS);
    long now = System.nanoTime();
    for (UnaryCall call : calls) {
      if (now - call.lastNanos() > pause) {
        call.stalled();
      }
    }
  }
}
