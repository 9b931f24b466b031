package dev.millrace.net.grpc;

import dev.millrace.data.Packed;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A call that a server has received, with its one message. Immutable. */
public final class GrpcExchange {
  private final byte[] message;
  private final Metadata headers;
  private final String peerAddress;
  private final Map<String, String> auth;
  private final @Nullable Packed packed;

  GrpcExchange(
      byte[] message,
      @Nullable Packed packed,
      Metadata headers,
      String peerAddress,
      Map<String, String> auth) {
    this.packed = packed;
    this.message = message;
    this.headers = headers;
    this.peerAddress = peerAddress;
    this.auth = auth;
  }

  /** Decompressed, an array of its own. */
  public byte[] message() {
    return message;
  }

  /** The message as it came; null when it came plain, or its handler does not want it. */
  public @Nullable Packed packed() {
    return packed;
  }

  /** {@code 127.0.0.1:5123}. */
  public String peerAddress() {
    return peerAddress;
  }

  /** What the server's authenticator found out about the sender. */
  public Map<String, String> auth() {
    return auth;
  }

  /** What came beside the message, names in lower case; binary values as Base64. */
  public Map<String, List<String>> metadata() {
    return metadata(headers);
  }

  static Map<String, List<String>> metadata(Metadata headers) {
    Map<String, List<String>> copy = new TreeMap<>();
    for (String name : headers.keys()) {
      List<String> values = new ArrayList<>(1);
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        Metadata.Key<byte[]> key = Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
        all(headers, key).forEach(value -> values.add(base64(value)));
      } else {
        all(headers, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)).forEach(values::add);
      }
      copy.put(name, List.copyOf(values));
    }
    return copy;
  }

  private static <T> Iterable<T> all(Metadata headers, Metadata.Key<T> key) {
    Iterable<T> values = headers.getAll(key);
    return values == null ? List.of() : values;
  }

  private static String base64(byte[] value) {
    return new String(
        Base64.getEncoder().withoutPadding().encode(value), StandardCharsets.US_ASCII);
  }
}
