package dev.millrace.e2e;

import io.grpc.Status;
import java.time.Duration;

/**
 * What a backend answers to one attempt.
 *
 * @param code of gRPC or of HTTP, whichever the exporter speaks
 * @param retryAfter the delay that the answer names ({@code RetryInfo}, {@code Retry-After}); null
 *     for none
 * @param body of a successful answer, any bytes
 * @param contentType of the body, over HTTP
 * @param delay how long the backend thinks about it
 */
record Reply(int code, Duration retryAfter, byte[] body, String contentType, Duration delay) {

  static final String PROTOBUF = "application/x-protobuf";

  static Reply ok() {
    return body(PROTOBUF, new byte[0]);
  }

  /** A success with that body. */
  static Reply body(String contentType, byte[] body) {
    return new Reply(0, null, body, contentType, Duration.ZERO);
  }

  static Reply of(Status.Code code) {
    return of(code.value());
  }

  /** A failure with a code of gRPC or HTTP. */
  static Reply of(int code) {
    return new Reply(code, null, new byte[0], PROTOBUF, Duration.ZERO);
  }

  Reply retryAfter(Duration wait) {
    return new Reply(code, wait, body, contentType, delay);
  }

  Reply delayed(Duration time) {
    return new Reply(code, retryAfter, body, contentType, time);
  }

  boolean takes() {
    return code == 0;
  }
}
