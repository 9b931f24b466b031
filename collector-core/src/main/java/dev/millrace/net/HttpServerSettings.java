package dev.millrace.net;

import dev.millrace.net.tls.ServerTls;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpServer} behaves.
 *
 * @param endpoint where to listen
 * @param tls null for plain http
 * @param limits bounds on size and number
 * @param timeouts bounds on time
 * @param keepAlive false closes each connection after its answer
 * @param responseHeaders added to every answer
 * @param codings {@code Content-Encoding} values that are taken, in lower case; empty text stands
 *     for bodies that are not compressed, and an empty set for these alone
 * @param budget what all bodies of this server together may hold, until they are answered
 * @param blocking where names are resolved and key files read
 */
public record HttpServerSettings(
    Endpoint endpoint,
    @Nullable ServerTls tls,
    Limits limits,
    Timeouts timeouts,
    boolean keepAlive,
    Map<String, String> responseHeaders,
    Set<String> codings,
    ByteBudget budget,
    Executor blocking) {
  private static final Set<String> ALL_CODINGS =
      Set.of("", "gzip", "x-gzip", "zstd", "deflate", "zlib", "snappy", "x-snappy-framed", "lz4");

  /**
   * Bounds on size and number.
   *
   * @param maxBodyBytes of one request, as it comes and decompressed
   * @param maxConnections open at one time; further ones are closed at once
   */
  public record Limits(long maxBodyBytes, int maxConnections) {
    /** 20 MiB, as the Go collector; 16384 connections. */
    public static final Limits DEFAULTS = new Limits(20L * 1024 * 1024, 16384);
  }

  /**
   * Bounds on time; zero means none.
   *
   * @param readHeader for the head of a request, and for each pause within its body
   * @param read for a whole request
   * @param write from the end of a request to the end of its answer
   * @param idle between an answer and the next request
   */
  public record Timeouts(Duration readHeader, Duration read, Duration write, Duration idle) {
    /** As the Go collector. */
    public static final Timeouts DEFAULTS =
        new Timeouts(
            Duration.ofMinutes(1), Duration.ZERO, Duration.ofSeconds(30), Duration.ofMinutes(1));
  }

  /** Plain http with the default bounds. */
  public static HttpServerSettings defaults(Endpoint endpoint, Executor blocking) {
    return new HttpServerSettings(
        endpoint,
        null,
        Limits.DEFAULTS,
        Timeouts.DEFAULTS,
        true,
        Map.of(),
        ALL_CODINGS,
        ByteBudget.unlimited(),
        blocking);
  }

  /** The same with other bounds. */
  public HttpServerSettings with(Limits newLimits, Timeouts newTimeouts, ByteBudget newBudget) {
    return new HttpServerSettings(
        endpoint,
        tls,
        newLimits,
        newTimeouts,
        keepAlive,
        responseHeaders,
        codings,
        newBudget,
        blocking);
  }

  /** The same with TLS. */
  public HttpServerSettings withTls(@Nullable ServerTls newTls) {
    return new HttpServerSettings(
        endpoint, newTls, limits, timeouts, keepAlive, responseHeaders, codings, budget, blocking);
  }

  /** The same with other headers and keep-alive. */
  public HttpServerSettings withAnswers(boolean keep, Map<String, String> headers) {
    return new HttpServerSettings(
        endpoint, tls, limits, timeouts, keep, headers, codings, budget, blocking);
  }

  /** Whether a body of that coding is taken. */
  boolean takes(String coding) {
    String name = coding.equals("identity") ? "" : coding;
    return codings.isEmpty() ? name.isEmpty() : codings.contains(name);
  }

  /** The same, taking other codings. */
  public HttpServerSettings withCodings(Set<String> names) {
    return new HttpServerSettings(
        endpoint,
        tls,
        limits,
        timeouts,
        keepAlive,
        responseHeaders,
        Set.copyOf(names),
        budget,
        blocking);
  }
}
