package dev.millrace.net.grpc;

import dev.millrace.net.Admission;
import dev.millrace.net.Refusal;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: takes its message, has it handled, answers.
 *
 * <p>Threading: grpc-java calls the listener's methods on the connection's event loop, one after
 * the other; the handler's stage may complete anywhere, and the answer is written there.
 */
@SuppressWarnings("FutureReturnValueIgnored") // an admission always answers
final class UnaryCall extends ServerCall.Listener<RawMessage> {
  private static final Logger LOGGER = LoggerFactory.getLogger(UnaryCall.class);

  private final ServerCall<RawMessage, RawMessage> call;
  private final Metadata headers;
  private final GrpcHandler handler;
  private final UnaryCalls.Shared shared;
  private final AtomicBoolean answered = new AtomicBoolean();
  private volatile Map<String, String> auth = Map.of();
  private byte @Nullable [] message;
  private boolean handled;
  private long reservedBytes;

  UnaryCall(
      ServerCall<RawMessage, RawMessage> call,
      Metadata headers,
      GrpcHandler handler,
      UnaryCalls.Shared shared) {
    this.call = call;
    this.headers = headers;
    this.handler = handler;
    this.shared = shared;
  }

  /** Asks whether the call is let in, and then for its message. */
  void begin() {
    if (shared.admission().isOpen()) {
      admitted();
      return;
    }
    // What is called from here on must not be cancelled with this call.
    Context outer = Context.ROOT.attach();
    try {
      shared
          .admission()
          .ask(() -> GrpcExchange.metadata(headers), peer())
          .whenComplete((answer, impossible) -> answered(answer));
    } finally {
      Context.ROOT.detach(outer);
    }
  }

  private void answered(Admission.Answer answer) {
    Refusal refusal = answer.refusal();
    if (refusal != null) {
      refuse(shared.refuse(refusal));
      return;
    }
    auth = answer.auth();
    if (!answered.get()) {
      admitted();
    }
  }

  private void admitted() {
    call.request(2); // the second one is a client's mistake, to be told
  }

  @Override
  public void onMessage(RawMessage received) {
    if (message != null) {
      refuse(RpcStatus.of(Code.INTERNAL, "more than one message in a unary call"));
      return;
    }
    try {
      byte[] bytes = received.bytes();
      if (shared.budget().tryReserve(bytes.length)) {
        reservedBytes = bytes.length;
        message = bytes;
      } else {
        refuse(
            shared.refuse(
                UnaryCalls.busy("too many bytes of requests are in flight; retry later")));
      }
    } catch (MessageTooLargeException e) {
      refuse(
          handler.refuse(
              RpcStatus.of(Code.RESOURCE_EXHAUSTED, String.valueOf(e.getMessage())), peer()));
    } catch (IOException e) {
      refuse(
          handler.refuse(
              RpcStatus.of(Code.INVALID_ARGUMENT, "cannot decompress: " + e.getMessage()), peer()));
    }
  }

  @Override
  public void onHalfClose() {
    if (answered.get()) {
      return;
    }
    byte[] bytes = message;
    message = null; // the handler's from here on
    if (bytes == null) {
      refuse(RpcStatus.of(Code.INTERNAL, "half-closed without a message"));
      return;
    }
    Context outer = Context.ROOT.attach(); // as above
    try {
      handle(new GrpcExchange(bytes, headers, peer(), auth));
    } finally {
      Context.ROOT.detach(outer);
    }
  }

  @Override
  public void onCancel() {
    shared.underWay().decrementAndGet();
    answered.set(true);
    if (!handled) {
      release();
    }
  }

  @Override
  public void onComplete() {
    shared.underWay().decrementAndGet();
  }

  private void handle(GrpcExchange exchange) {
    handled = true;
    CompletionStage<GrpcAnswer> answer;
    try {
      answer = handler.handle(exchange);
    } catch (RuntimeException e) {
      failed(e);
      return;
    }
    answer.whenComplete((given, failure) -> {
      if (given == null) {
        failed(failure == null ? new IllegalStateException("no answer") : failure);
      } else {
        answer(given);
      }
    });
  }

  private void failed(Throwable failure) {
    LOGGER.error("handling {} failed", call.getMethodDescriptor().getFullMethodName(), failure);
    answer(GrpcAnswer.failed(RpcStatus.of(Code.INTERNAL, "internal error")));
  }

  private void answer(GrpcAnswer answer) {
    release();
    if (!answered.compareAndSet(false, true)) {
      return; // cancelled by the client meanwhile
    }
    if (answer.failure() != null) {
      UnaryCalls.close(call, answer.failure());
      return;
    }
    call.sendHeaders(new Metadata());
    call.sendMessage(answer.message());
    call.close(Status.OK, new Metadata());
  }

  private void refuse(RpcStatus why) {
    release();
    if (answered.compareAndSet(false, true)) {
      UnaryCalls.close(call, why);
    }
  }

  private void release() {
    shared.budget().release(reservedBytes);
    reservedBytes = 0;
  }

  private String peer() {
    String peer = call.getAttributes().get(GrpcServer.PEER);
    return peer == null ? "" : peer;
  }
}
