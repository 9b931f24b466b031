package dev.millrace.exporters.otlphttp;

import dev.millrace.net.BodySink;
import dev.millrace.net.BodyTooLargeException;
import dev.millrace.net.HttpResponse;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a backend's answer. Of one that is too long there is the head, whose status decides what
 * becomes of the batch: sending again what a backend took, or refused for good, because of its page
 * would help nobody.
 *
 * <p>One event loop's, until the exchange has ended. Bounds: {@value #MAX_BYTES} bytes.
 */
final class AnswerBody implements BodySink {
  private static final long MAX_BYTES = 64 * 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable HttpResponse tooLong;
  private @Nullable HttpResponse head;

  @Override
  public void head(HttpResponse newHead) {
    head = newHead;
    bytes.reset();
  }

  @Override
  public void data(byte[] array, int offset, int length) throws BodyTooLargeException {
    if (bytes.size() + (long) length > MAX_BYTES) {
      tooLong = head;
      throw new BodyTooLargeException(MAX_BYTES);
    }
    bytes.write(array, offset, length);
  }

  /** The answer under that head, with its body. */
  HttpResponse whole(HttpResponse answered) {
    return new HttpResponse(answered.status(), answered.headers(), bytes.toByteArray());
  }

  /** The head of an answer that was cut off here; null when it was not. */
  @Nullable HttpResponse tooLong() {
    return tooLong;
  }
}
