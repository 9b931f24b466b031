package dev.millrace.net;

import dev.millrace.data.Packed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that a server has received.
 *
 * @param path decoded, without the query
 * @param query parameters, decoded
 * @param headers names in lower case
 * @param body decompressed, an array of its own
 * @param peerAddress {@code 127.0.0.1:5123}
 * @param auth what the server's authenticator found out about the sender
 * @param packed the body as it came; null when it came plain, or its handler does not want it
 */
public record HttpExchange(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, List<String>> headers,
    byte[] body,
    String peerAddress,
    Map<String, String> auth,
    @Nullable Packed packed) {

  /** A request whose body came plain, or whose handler does not want what came. */
  public HttpExchange(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, List<String>> headers,
      byte[] body,
      String peerAddress,
      Map<String, String> auth) {
    this(method, path, query, headers, body, peerAddress, auth, null);
  }

  /** The same with what was found out about its sender. */
  HttpExchange withAuth(Map<String, String> found) {
    return new HttpExchange(method, path, query, headers, body, peerAddress, found, packed);
  }

  /** The same with its body. */
  HttpExchange withBody(byte[] bytes, @Nullable Packed form) {
    return new HttpExchange(method, path, query, headers, bytes, peerAddress, auth, form);
  }

  /** The first value of a header, null when absent. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}
