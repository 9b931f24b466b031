package dev.millrace.net;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the head of a request into an exchange without a body. */
final class RequestHead {
  private static final byte[] NO_BYTES = new byte[0];

  private RequestHead() {}

  /**
   * Copies what a handler may see.
   *
   * @throws IllegalArgumentException when the target is malformed
   */
  static HttpExchange read(HttpRequest request, Channel channel) {
    Map<String, List<String>> headers = new HashMap<>();
    for (Map.Entry<String, String> header : request.headers()) {
      headers
          .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), unused -> new ArrayList<>(1))
          .add(header.getValue());
    }
    QueryStringDecoder uri = new QueryStringDecoder(originForm(request.uri()));
    return new HttpExchange(
        request.method().name(),
        uri.path(),
        uri.parameters(),
        headers,
        NO_BYTES,
        peer(channel),
        Map.of());
  }

  /** The headers, with the query parameters of these names beside them. */
  static Map<String, List<String>> withParams(HttpExchange head, List<String> names) {
    if (names.isEmpty()) {
      return head.headers();
    }
    Map<String, List<String>> all = new HashMap<>(head.headers());
    for (String name : names) {
      List<String> values = head.query().get(name);
      if (values != null) {
        all.put(name.toLowerCase(Locale.ROOT), values);
      }
    }
    return all;
  }

  /** What {@code Content-Encoding} says, in lower case; empty when it says nothing. */
  static String codingName(HttpExchange head) {
    String name = head.header("content-encoding");
    return name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
  }

  /** {@code 127.0.0.1:5123}. */
  static String peer(Channel channel) {
    return Listening.peer(channel.remoteAddress(), channel.localAddress());
  }

  // https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2: a server takes the absolute form too.
  private static String originForm(String target) {
    int authority = target.startsWith("/") ? -1 : target.indexOf("://");
    if (authority < 0) {
      return target;
    }
    int path = target.indexOf('/', authority + 3);
    return path < 0 ? "/" : target.substring(path);
  }
}
