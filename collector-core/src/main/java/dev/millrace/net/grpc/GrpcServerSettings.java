package dev.millrace.net.grpc;

import dev.millrace.net.Endpoint;
import dev.millrace.net.tls.ServerTls;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link GrpcServer} behaves.
 *
 * @param endpoint where to listen
 * @param tls null for plain text
 * @param limits bounds on size and number
 * @param keepAlive connection ages and pings
 * @param blocking where names are resolved and key files read
 */
public record GrpcServerSettings(
    Endpoint endpoint,
    @Nullable ServerTls tls,
    Limits limits,
    KeepAlive keepAlive,
    Executor blocking) {

  /**
   * Bounds on size and number.
   *
   * @param maxMessageBytes of one message, decompressed
   * @param maxStreamsPerConnection calls at one time; a client waits with further ones
   * @param maxCalls on all connections at one time; further ones are refused as retryable
   * @param maxConnections open at one time; further ones are closed at once
   */
  public record Limits(
      int maxMessageBytes, int maxStreamsPerConnection, int maxCalls, int maxConnections) {
    private static final int MANY_CONNECTIONS = 16384;

    /** 4 MiB as the Go collector; 256 calls a connection, 4096 in all; 16384 connections. */
    public static final Limits DEFAULTS = new Limits(4 * 1024 * 1024, 256, 4096);

    /** With the default bound on connections. */
    public Limits(int maxMessageBytes, int maxStreamsPerConnection, int maxCalls) {
      this(maxMessageBytes, maxStreamsPerConnection, maxCalls, MANY_CONNECTIONS);
    }
  }

  /**
   * Connection ages and pings; {@link #NEVER} stands for no limit.
   *
   * @param maxConnectionIdle without a call, then the connection is closed
   * @param maxConnectionAge after which clients are sent away to connect anew
   * @param maxConnectionAgeGrace for the calls under way then
   * @param time without a sign of life until the client is pinged
   * @param timeout for its answer
   * @param minTime between a client's pings; who pings more often is closed
   * @param permitWithoutStream whether a client may ping without a call
   */
  public record KeepAlive(
      Duration maxConnectionIdle,
      Duration maxConnectionAge,
      Duration maxConnectionAgeGrace,
      Duration time,
      Duration timeout,
      Duration minTime,
      boolean permitWithoutStream) {
    /** Longer than any process runs. */
    public static final Duration NEVER = Duration.ofDays(365 * 100);

    /** As the Go collector. */
    public static final KeepAlive DEFAULTS =
        new KeepAlive(
            NEVER,
            NEVER,
            NEVER,
            Duration.ofHours(2),
            Duration.ofSeconds(20),
            Duration.ofMinutes(5),
            false);
  }

  /** Plain text with the default bounds. */
  public static GrpcServerSettings defaults(Endpoint endpoint, Executor blocking) {
    return new GrpcServerSettings(endpoint, null, Limits.DEFAULTS, KeepAlive.DEFAULTS, blocking);
  }
}
