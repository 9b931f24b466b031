package dev.millrace.net.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.millrace.data.Packed;
import dev.millrace.net.ByteBudget;
import dev.millrace.net.DirectMemory;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * What one call holds of its server's budget: a first piece from its headers on, then what has come
 * of its message, as it comes and before it is whole, then the message alone.
 *
 * <p>grpc-java tells a stream's tracer of every piece that it keeps; that is the only place where
 * an unfinished message can be seen. The tracer is found in the call's {@link Context}.
 *
 * <p>Threading: pieces are told on the connection's event loop; the rest may come from any thread.
 */
final class CallBytes extends ServerStreamTracer {
  static final Context.Key<CallBytes> KEY = Context.key("millrace-call-bytes");

  /** More than a small message needs: most calls reserve once. */
  static final int FIRST_BYTES = 64 * 1024;

  // Of the network's memory: large messages leave room for small ones.
  private static final int GROWING_BUFFERS_PERCENT = 50;
  private static final int MOST_BUFFERS_PERCENT = 75;
  private static final int SMALL_BYTES = 16 * 1024;

  // A message may come byte by byte, and each piece costs its objects.
  private static final int LEAST_PIECE_BYTES = 256;

  private final ByteBudget budget;
  private volatile @Nullable UnaryCall call;
  private volatile long lastNanos = System.nanoTime();

  private volatile boolean keepsCompressed;
  private volatile @Nullable Packed packed;

  @GuardedBy("this")
  private long arrivedBytes;

  @GuardedBy("this")
  private long reservedBytes;

  @GuardedBy("this")
  private boolean released;

  CallBytes(ByteBudget budget) {
    this.budget = budget;
  }

  /** Makes one for each stream. */
  static Factory factory(ByteBudget budget) {
    return new Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new CallBytes(budget);
      }
    };
  }

  /** That of the call that this thread works for; null for a client's. */
  static @Nullable CallBytes current() {
    return KEY.get();
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(KEY, this);
  }

  /** Reserves the first piece; false when there is no room for it. */
  synchronized boolean open(UnaryCall owner) {
    call = owner;
    return hasBuffers(MOST_BUFFERS_PERCENT) && ensure(FIRST_BYTES);
  }

  /** The compressed form of the message will be wanted. */
  void keepCompressed() {
    keepsCompressed = true;
  }

  boolean keepsCompressed() {
    return keepsCompressed;
  }

  /** Holds the compressed form from now on, beside the message. */
  void keep(Packed form) {
    packed = form;
  }

  @Nullable Packed packed() {
    return packed;
  }

  @Override
  public void inboundWireSize(long bytes) {
    lastNanos = System.nanoTime();
    boolean hasRoom;
    synchronized (this) {
      arrivedBytes += Math.max(bytes, LEAST_PIECE_BYTES);
      boolean isSmall = arrivedBytes <= SMALL_BYTES;
      hasRoom =
          released
              || (hasBuffers(isSmall ? MOST_BUFFERS_PERCENT : GROWING_BUFFERS_PERCENT)
                  && ensure(arrivedBytes));
    }
    UnaryCall owner = call;
    if (!hasRoom && owner != null) {
      owner.noRoom();
    }
  }

  @Override
  public void streamClosed(Status status) {
    UnaryCall owner = call;
    if (owner != null && status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      owner.tooLarge(String.valueOf(status.getDescription()));
    }
  }

  /** Reserves for what is inflated beside what has come; false when there is no room. */
  synchronized boolean inflate(long bytes) {
    return released || ensure(arrivedBytes + bytes);
  }

  /** The message is whole, and all that is left. */
  synchronized boolean settle(long messageBytes) {
    Packed form = packed;
    long bytes = messageBytes + (form == null ? 0 : form.bytes().length);
    if (released || !ensure(bytes)) {
      return released;
    }
    budget.release(reservedBytes - bytes);
    reservedBytes = bytes;
    return true;
  }

  /** Gives all back; nothing is reserved any more. May be called twice. */
  synchronized void release() {
    released = true;
    budget.release(reservedBytes);
    reservedBytes = 0;
  }

  /** Since when nothing has come. */
  long lastNanos() {
    return lastNanos;
  }

  private boolean hasBuffers(int percent) {
    if (DirectMemory.isUsedAbove(percent)) {
      budget.refused();
      return false;
    }
    return true;
  }

  // In steps, so that not every piece goes to the counter that all calls share.
  @GuardedBy("this")
  private boolean ensure(long total) {
    long more = total - reservedBytes;
    if (more <= 0) {
      return true;
    }
    long step = Math.max(more, FIRST_BYTES);
    if (!budget.tryReserve(step)) {
      step = more;
      if (!budget.tryReserve(step)) {
        return false;
      }
    }
    reservedBytes += step;
    return true;
  }
}
