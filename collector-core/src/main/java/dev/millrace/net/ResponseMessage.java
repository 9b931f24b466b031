package dev.millrace.net;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Makes what a server writes. */
final class ResponseMessage {

  private ResponseMessage() {}

  /**
   * The message of an answer.
   *
   * @param more headers of every answer
   * @param keepAlive whether the connection stays open behind it
   */
  static FullHttpResponse of(HttpResponse response, Map<String, String> more, boolean keepAlive) {
    FullHttpResponse message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            Unpooled.wrappedBuffer(response.body()));
    more.forEach((name, value) -> message.headers().set(name, value));
    response.headers().forEach((name, values) -> message.headers().set(name, values));
    boolean bodiless = response.status() == 204 || response.status() == 304;
    if (!bodiless) {
      message.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
    }
    if (!keepAlive) {
      message.headers().set(HttpHeaderNames.CONNECTION, "close");
    }
    return message;
  }

  /** The answer to a request that cannot be read. */
  static HttpResponse toUnreadable(Throwable cause) {
    HttpResponseStatus status =
        cause instanceof TooLongHttpLineException
            ? HttpResponseStatus.REQUEST_URI_TOO_LONG
            : cause instanceof TooLongHttpHeaderException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    return new HttpResponse(
        status.code(),
        Map.of("content-type", List.of("text/plain; charset=utf-8")),
        status.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
