package dev.millrace.net.grpc;

import java.util.concurrent.CompletionStage;

/** Answers the unary calls of one method; called on an event loop, must not block it. */
public interface GrpcHandler {

  /** Answers a call. The message's bytes count as held until the stage completes. */
  CompletionStage<GrpcAnswer> handle(GrpcExchange exchange);

  /** Whether the compressed form that messages come in is kept, see {@link GrpcExchange#packed}. */
  default boolean keepsCompressed() {
    return false;
  }

  /**
   * What to answer to a message that cannot be read: wrongly compressed, or too large.
   *
   * @param why for the sender
   */
  default RpcStatus refuse(RpcStatus why, String peerAddress) {
    return why;
  }
}
