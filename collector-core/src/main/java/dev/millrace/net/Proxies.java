package dev.millrace.net;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which proxy leads to a server, if any. Immutable.
 *
 * <p>The environment is read as Go's clients read it: {@code HTTP_PROXY}, {@code HTTPS_PROXY} and
 * {@code NO_PROXY}, in upper or lower case; what listens on this machine is always reached
 * directly.
 */
public final class Proxies {
  /** No proxy for anybody. */
  public static final Proxies NONE = new Proxies(null, null, null);

  private static final Logger LOGGER = LoggerFactory.getLogger(Proxies.class);

  private final @Nullable ProxyServer http;
  private final @Nullable ProxyServer https;
  private final @Nullable NoProxy exceptions;

  private Proxies(
      @Nullable ProxyServer http, @Nullable ProxyServer https, @Nullable NoProxy exceptions) {
    this.http = http;
    this.https = https;
    this.exceptions = exceptions;
  }

  /** One proxy for all, this machine included. */
  public static Proxies always(ProxyServer proxy) {
    return new Proxies(proxy, proxy, null);
  }

  /** What an environment says. */
  public static Proxies fromEnvironment(Map<String, String> environment) {
    return new Proxies(
        proxy(environment, "HTTP_PROXY", "http_proxy"),
        proxy(environment, "HTTPS_PROXY", "https_proxy"),
        NoProxy.parse(value(environment, "NO_PROXY", "no_proxy")));
  }

  private static @Nullable ProxyServer proxy(
      Map<String, String> environment, String upper, String lower) {
    String text = value(environment, upper, lower);
    if (text.isEmpty()) {
      return null;
    }
    try {
      // A bare host:port is one of HTTP; "host:port" alone would parse as a URL of scheme "host".
      return ProxyServer.parse(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      LOGGER.warn("{} of the environment is left out: {}", upper, e.getMessage());
      return null;
    }
  }

  private static String value(Map<String, String> environment, String upper, String lower) {
    String value = environment.getOrDefault(upper, "");
    return value.isEmpty() ? environment.getOrDefault(lower, "") : value;
  }

  /** The proxy for a server, null to go there directly. */
  public @Nullable ProxyServer proxyFor(boolean tls, String host, int port) {
    ProxyServer proxy = tls ? https : http;
    return proxy == null || (exceptions != null && exceptions.matches(host, port)) ? null : proxy;
  }
}
