package dev.millrace.net;

import dev.millrace.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on the way to a server.
 *
 * @param kind what it speaks
 * @param host a name or an address, without brackets
 * @param user null when it asks for none
 * @param password empty when there is none
 */
public record ProxyServer(
    Kind kind, String host, int port, @Nullable String user, Secret password) {

  /** What a proxy speaks, by the scheme of its URL. */
  public enum Kind {
    HTTP(80),
    HTTPS(443),
    SOCKS5(1080);

    private final int port;

    Kind(int port) {
      this.port = port;
    }
  }

  /**
   * Reads a URL such as {@code http://user:password@proxy:3128}.
   *
   * @throws IllegalArgumentException with a sentence, which does not show the URL
   */
  public static ProxyServer parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw noProxy(null); // without the cause, which quotes a password
    }
    if (uri.getHost() == null) {
      throw noProxy(null);
    }
    Kind kind = kind(uri.getScheme());
    String host = uri.getHost();
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    String info = uri.getUserInfo();
    int colon = info == null ? -1 : info.indexOf(':');
    return new ProxyServer(
        kind,
        host,
        uri.getPort() < 0 ? kind.port : uri.getPort(),
        info == null || colon < 0 ? info : info.substring(0, colon),
        new Secret(info == null || colon < 0 ? "" : info.substring(colon + 1)));
  }

  private static Kind kind(@Nullable String scheme) {
    return switch (scheme == null ? "" : scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> Kind.HTTP;
      case "https" -> Kind.HTTPS;
      case "socks5", "socks5h" -> Kind.SOCKS5;
      default -> throw noProxy(scheme);
    };
  }

  private static IllegalArgumentException noProxy(@Nullable String scheme) {
    return new IllegalArgumentException(
        (scheme == null ? "not a valid URL" : "unknown scheme \"" + scheme + "\"")
            + " (expected: http://host:port, https://host:port or socks5://host:port)");
  }

  /** The value of {@code Proxy-Authorization}, null when there is no user. */
  @Nullable String authorization() {
    if (user == null) {
      return null;
    }
    String pair = user + ":" + password.reveal();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code proxy host:port}. */
  @Override
  public String toString() {
    return "proxy " + new Endpoint(host, port);
  }
}
