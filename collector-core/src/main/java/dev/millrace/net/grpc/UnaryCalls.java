package dev.millrace.net.grpc;

import dev.millrace.net.Admission;
import dev.millrace.net.Refusal;
import dev.millrace.net.Refusal.Reason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts the calls of one method. A call is refused at its headers, before its message is asked
 * for, when as many as allowed are under way.
 *
 * <p>Threading: grpc-java calls on the connection's event loop.
 */
final class UnaryCalls implements ServerCallHandler<RawMessage, RawMessage> {
  private static final Duration BUSY_DELAY = Duration.ofSeconds(1);

  /** What all calls of a server share. */
  record Shared(Admission admission, IncomingCalls incoming, AtomicInteger underWay, int maxCalls) {

    /** The answer to a call that is not taken, which is counted here. */
    RpcStatus refuse(Refusal why) {
      admission.count(why);
      return new RpcStatus(code(why.reason()), why.message(), why.retryAfter());
    }

    private static Code code(Reason reason) {
      return switch (reason) {
        case MALFORMED -> Code.INVALID_ARGUMENT;
        case UNAUTHENTICATED -> Code.UNAUTHENTICATED;
        case TOO_LARGE, THROTTLED -> Code.RESOURCE_EXHAUSTED;
        case INTERNAL -> Code.INTERNAL;
        case BUSY -> Code.UNAVAILABLE;
      };
    }
  }

  private final GrpcHandler handler;
  private final Shared shared;

  UnaryCalls(GrpcHandler handler, Shared shared) {
    this.handler = handler;
    this.shared = shared;
  }

  @Override
  public ServerCall.Listener<RawMessage> startCall(
      ServerCall<RawMessage, RawMessage> call, Metadata headers) {
    if (shared.underWay().incrementAndGet() > shared.maxCalls()) {
      close(call, shared.refuse(busy("too many requests are in flight; retry later")));
      return new Refused(shared.underWay());
    }
    CallBytes bytes = CallBytes.current();
    if (bytes == null) {
      throw new IllegalStateException("a server without its tracer");
    }
    UnaryCall listener = new UnaryCall(call, headers, handler, shared, bytes);
    listener.begin();
    return listener;
  }

  static Refusal busy(String message) {
    return Refusal.busy(message, BUSY_DELAY);
  }

  static void close(ServerCall<?, ?> call, RpcStatus failure) {
    Metadata trailers = new Metadata();
    if (failure.retryDelay() != null) {
      trailers.put(RpcStatus.DETAILS, failure.toProtobuf());
    }
    call.close(Status.fromCode(failure.code()).withDescription(failure.message()), trailers);
  }

  private static final class Refused extends ServerCall.Listener<RawMessage> {
    private final AtomicInteger underWay;

    Refused(AtomicInteger underWay) {
      this.underWay = underWay;
    }

    @Override
    public void onCancel() {
      underWay.decrementAndGet();
    }

    @Override
    public void onComplete() {
      underWay.decrementAndGet();
    }
  }
}
