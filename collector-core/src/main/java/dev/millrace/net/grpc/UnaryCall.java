package dev.millrace.net.grpc;

import dev.millrace.net.Admission;
import dev.millrace.net.Refusal;
import dev.millrace.net.grpc.RawMarshaller.NoRoomException;
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
  private final AtomicBoolean handled = new AtomicBoolean();
  private final CallBytes bytes;

  UnaryCall(
      ServerCall<RawMessage, RawMessage> call,
      Metadata headers,
      GrpcHandler handler,
      UnaryCalls.Shared shared,
      CallBytes bytes) {
    this.call = call;
    this.headers = headers;
    this.handler = handler;
    this.shared = shared;
    this.bytes = bytes;
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
    if (handler.keepsCompressed()) {
      bytes.keepCompressed();
    }
    if (!bytes.open(this)) {
      noRoom();
      return;
    }
    shared.incoming().add(this);
    call.request(2); // the second one is a client's mistake, to be told
  }

  /** There is no room for what has come so far. */
  void noRoom() {
    giveUp(UnaryCalls.busy("too many bytes of requests are in flight; retry later"));
  }

  /** The message has stopped coming. */
  void stalled() {
    giveUp(UnaryCalls.busy("the message did not come in time; retry later"));
  }

  private void giveUp(Refusal why) {
    if (handled.compareAndSet(false, true)) {
      refuse(shared.refuse(why));
    }
  }

  /** grpc-java ended the call, for a message that says that it is larger than is taken. */
  void tooLarge(String message) {
    if (answered.compareAndSet(false, true)) {
      handler.refuse(RpcStatus.of(Code.RESOURCE_EXHAUSTED, message), peer());
    }
  }

  /** Since when nothing has come. */
  long lastNanos() {
    return bytes.lastNanos();
  }

  @Override
  public void onMessage(RawMessage received) {
    if (message != null) {
      refuse(RpcStatus.of(Code.INTERNAL, "more than one message in a unary call"));
      return;
    }
    try {
      message = received.bytes();
    } catch (NoRoomException e) {
      noRoom();
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
    shared.incoming().remove(this);
    if (answered.get() || !handled.compareAndSet(false, true)) {
      return;
    }
    byte[] whole = message;
    message = null; // the handler's from here on
    if (whole == null) {
      refuse(RpcStatus.of(Code.INTERNAL, "half-closed without a message"));
      return;
    }
    Context outer = Context.ROOT.attach(); // as above
    try {
      handle(new GrpcExchange(whole, bytes.packed(), headers, peer(), auth));
    } finally {
      Context.ROOT.detach(outer);
    }
  }

  @Override
  public void onCancel() {
    shared.underWay().decrementAndGet();
    shared.incoming().remove(this);
    answered.set(true);
    if (handled.compareAndSet(false, true)) {
      bytes.release();
    }
  }

  @Override
  public void onComplete() {
    shared.underWay().decrementAndGet();
  }

  private void handle(GrpcExchange exchange) {
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
    bytes.release();
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
    handled.set(true);
    shared.incoming().remove(this);
    bytes.release();
    if (answered.compareAndSet(false, true)) {
      UnaryCalls.close(call, why);
    }
  }

  private String peer() {
    String peer = call.getAttributes().get(GrpcServer.PEER);
    return peer == null ? "" : peer;
  }
}
