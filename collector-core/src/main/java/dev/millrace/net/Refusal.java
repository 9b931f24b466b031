package dev.millrace.net;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a server does not take a request, found out before a handler has seen its body.
 *
 * @param message for the sender
 * @param retryAfter when to come again, null when the sender is not told to
 * @param headers for the answer, names in lower case
 */
public record Refusal(
    Reason reason, String message, @Nullable Duration retryAfter, Map<String, String> headers) {

  /** What kind of refusal, with its status in HTTP. */
  public enum Reason {
    /** The body is not what its headers say: wrongly compressed. */
    MALFORMED(400),
    /** The sender is not known. */
    UNAUTHENTICATED(401),
    /** There are more bytes than are taken, as they come or decompressed. */
    TOO_LARGE(413),
    /** A {@link dev.millrace.component.ServerGate} is shut. */
    THROTTLED(429),
    /** A mistake of ours. */
    INTERNAL(500),
    /** As much as is allowed is in flight, or who is to know the sender cannot say now. */
    BUSY(503);

    private final int httpStatus;

    Reason(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    public int httpStatus() {
      return httpStatus;
    }
  }

  /** Without a delay and without headers. */
  public static Refusal of(Reason reason, String message) {
    return new Refusal(reason, message, null, Map.of());
  }

  /** To be sent again after {@code delay}. */
  public static Refusal busy(String message, Duration delay) {
    return new Refusal(Reason.BUSY, message, delay, Map.of());
  }

  /** The answer over HTTP, with {@link #headers} and {@code Retry-After}, in whole seconds. */
  public HttpResponse response(String contentType, byte[] body) {
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    all.put("content-type", List.of(contentType));
    if (retryAfter != null) {
      long seconds = retryAfter.toSeconds() + (retryAfter.toNanosPart() > 0 ? 1 : 0);
      all.put("retry-after", List.of(Long.toString(seconds)));
    }
    return new HttpResponse(reason.httpStatus(), all, body);
  }
}
