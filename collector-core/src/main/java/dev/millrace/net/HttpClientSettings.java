package dev.millrace.net;

import dev.millrace.net.tls.ClientTls;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpClient} behaves.
 *
 * @param connectTimeout for one address of a host; zero means none but the request's own
 * @param limits how many connections there may be
 * @param keepAlive false closes each connection after its answer
 * @param followRedirects up to ten, within the request's time
 * @param tls how https is spoken; null means the JVM's trusted authorities
 * @param http2 offered over TLS; null means HTTP/1.1 alone
 * @param proxies which servers are reached through a proxy
 * @param cookies whether those that servers set are kept and sent back
 * @param blocking where host names are resolved and key files read
 */
public record HttpClientSettings(
    Duration connectTimeout,
    Limits limits,
    boolean keepAlive,
    boolean followRedirects,
    @Nullable ClientTls tls,
    @Nullable Http2 http2,
    Proxies proxies,
    boolean cookies,
    Executor blocking) {

  /**
   * How many connections there may be.
   *
   * @param perHost open at one time; further requests wait for one
   * @param idlePerHost kept open for the next request
   * @param idle kept open for the next request to any host; zero means no limit
   * @param idleTimeout an idle connection is closed after it; zero means never
   */
  public record Limits(int perHost, int idlePerHost, int idle, Duration idleTimeout) {}

  /**
   * How HTTP/2 connections are watched.
   *
   * @param readIdleTimeout without a byte before a ping; zero means no pings
   * @param pingTimeout without a byte after it before the connection is given up
   */
  public record Http2(Duration readIdleTimeout, Duration pingTimeout) {}

  /** Bounds that suit most clients: 64 connections a host, 10 s to connect, 90 s idle. */
  public static HttpClientSettings defaults(Executor blocking) {
    return new HttpClientSettings(
        Duration.ofSeconds(10),
        new Limits(64, 64, 0, Duration.ofSeconds(90)),
        true,
        true,
        null,
        null,
        Proxies.NONE,
        false,
        blocking);
  }

  /** The same with other TLS settings. */
  public HttpClientSettings withTls(@Nullable ClientTls newTls) {
    return new HttpClientSettings(
        connectTimeout,
        limits,
        keepAlive,
        followRedirects,
        newTls,
        http2,
        proxies,
        cookies,
        blocking);
  }

  /** The same, following redirects or giving them to the caller. */
  public HttpClientSettings withFollowRedirects(boolean follow) {
    return new HttpClientSettings(
        connectTimeout, limits, keepAlive, follow, tls, http2, proxies, cookies, blocking);
  }

  /** The same with other bounds on connections. */
  public HttpClientSettings withConnections(int maxPerHost, int maxIdle, Duration idle) {
    return withLimits(new Limits(maxPerHost, maxIdle, limits.idle(), idle));
  }

  /** The same with other bounds on connections. */
  public HttpClientSettings withLimits(Limits others) {
    return new HttpClientSettings(
        connectTimeout, others, keepAlive, followRedirects, tls, http2, proxies, cookies, blocking);
  }

  /** The same, keeping connections open or not. */
  public HttpClientSettings withKeepAlive(boolean keep) {
    return new HttpClientSettings(
        connectTimeout, limits, keep, followRedirects, tls, http2, proxies, cookies, blocking);
  }

  /** The same with another time to connect. */
  public HttpClientSettings withConnectTimeout(Duration timeout) {
    return new HttpClientSettings(
        timeout, limits, keepAlive, followRedirects, tls, http2, proxies, cookies, blocking);
  }

  /** The same, offering HTTP/2 or not. */
  public HttpClientSettings withHttp2(@Nullable Http2 other) {
    return new HttpClientSettings(
        connectTimeout, limits, keepAlive, followRedirects, tls, other, proxies, cookies, blocking);
  }

  /** The same, reaching servers through other proxies. */
  public HttpClientSettings withProxies(Proxies others) {
    return new HttpClientSettings(
        connectTimeout, limits, keepAlive, followRedirects, tls, http2, others, cookies, blocking);
  }

  /** The same, keeping cookies or not. */
  public HttpClientSettings withCookies(boolean keep) {
    return new HttpClientSettings(
        connectTimeout, limits, keepAlive, followRedirects, tls, http2, proxies, keep, blocking);
  }
}
