package dev.millrace.net.grpc;

import dev.millrace.net.Proxies;
import dev.millrace.net.compression.Compression;
import dev.millrace.net.tls.ClientTls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link GrpcClient} behaves.
 *
 * @param endpoint where to: {@code host:port}, all addresses of the host are used; or {@code
 *     unix:/path}
 * @param tls null for plain text
 * @param authority what to say whom we talk to, null for the endpoint
 * @param userAgent the library puts its own name behind it
 * @param headers sent with each call; those that end in {@code -bin} as bytes
 * @param compression of messages
 * @param balancer how calls are spread over addresses: {@code round_robin}, {@code pick_first}
 * @param waitsForReady whether calls wait for a connection, until their time is over
 * @param keepAlive null for no pings
 * @param timeout of each call; zero means no limit
 * @param proxies which servers are reached through a proxy, by {@code CONNECT}
 * @param blocking where host names are resolved and large messages compressed
 */
public record GrpcClientSettings(
    String endpoint,
    @Nullable ClientTls tls,
    @Nullable String authority,
    String userAgent,
    Map<String, List<String>> headers,
    Compression compression,
    String balancer,
    boolean waitsForReady,
    @Nullable KeepAlive keepAlive,
    Duration timeout,
    Proxies proxies,
    Executor blocking) {

  /** Settings of a client that goes through no proxy. */
  public GrpcClientSettings(
      String endpoint,
      @Nullable ClientTls tls,
      @Nullable String authority,
      String userAgent,
      Map<String, List<String>> headers,
      Compression compression,
      String balancer,
      boolean waitsForReady,
      @Nullable KeepAlive keepAlive,
      Duration timeout,
      Executor blocking) {
    this(
        endpoint,
        tls,
        authority,
        userAgent,
        headers,
        compression,
        balancer,
        waitsForReady,
        keepAlive,
        timeout,
        Proxies.NONE,
        blocking);
  }

  /** The same, reaching servers through other proxies. */
  public GrpcClientSettings withProxies(Proxies others) {
    return new GrpcClientSettings(
        endpoint,
        tls,
        authority,
        userAgent,
        headers,
        compression,
        balancer,
        waitsForReady,
        keepAlive,
        timeout,
        others,
        blocking);
  }

  /**
   * Pings that tell whether a connection still lives.
   *
   * @param time without a sign of life before a ping
   * @param timeout for its answer
   * @param withoutCalls whether also while no call is under way
   */
  public record KeepAlive(Duration time, Duration timeout, boolean withoutCalls) {}
}
