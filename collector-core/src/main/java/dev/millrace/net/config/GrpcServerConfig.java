package dev.millrace.net.config;

import dev.millrace.config.ConfigReader;
import dev.millrace.net.Endpoint;
import dev.millrace.net.grpc.GrpcServerSettings;
import dev.millrace.net.grpc.GrpcServerSettings.KeepAlive;
import dev.millrace.net.grpc.GrpcServerSettings.Limits;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a gRPC server.
 *
 * @param endpoint where to listen
 * @param tls null for plain text
 * @param limits bounds on size and number
 * @param keepAlive connection ages and pings
 * @param includeMetadata whether request metadata travels with the batches
 * @param admission who may come in
 */
public record GrpcServerConfig(
    Endpoint endpoint,
    @Nullable TlsServerConfig tls,
    Limits limits,
    KeepAlive keepAlive,
    boolean includeMetadata,
    AdmissionConfig admission) {
  private static final int MIB = 1024 * 1024;
  private static final int MAX_MESSAGE_MIB = 1024;

  /** Reads the keys of a gRPC server; the others are the caller's. */
  public static GrpcServerConfig read(ConfigReader in, Endpoint fallback) {
    checkBuffer(in, "read_buffer_size");
    checkBuffer(in, "write_buffer_size");
    return new GrpcServerConfig(
        ServerEndpoint.read(in, fallback),
        TlsServerConfig.readOptional(in),
        limits(in),
        keepAlive(in.map("keepalive")),
        in.bool("include_metadata", false),
        AdmissionConfig.readGrpc(in));
  }

  // They size buffers of Go's library; ours grow and shrink with the traffic.
  private static void checkBuffer(ConfigReader in, String key) {
    if (in.integer(key, 0) < 0) {
      in.problem(key, "is negative (expected: bytes, and it has no effect here); remove it");
    }
  }

  private static Limits limits(ConfigReader in) {
    int mib = in.integer("max_recv_msg_size_mib", 0);
    if (mib < 0 || mib > MAX_MESSAGE_MIB) {
      in.problem("max_recv_msg_size_mib", "%d (expected: 1 to %d)", mib, MAX_MESSAGE_MIB);
      mib = 0;
    }
    int streams = in.integer("max_concurrent_streams", 0);
    if (streams < 0) {
      in.problem("max_concurrent_streams", "%d (expected: at least 1)", streams);
      streams = 0;
    }
    Limits defaults = Limits.DEFAULTS;
    return new Limits(
        mib == 0 ? defaults.maxMessageBytes() : mib * MIB,
        streams == 0 ? defaults.maxStreamsPerConnection() : streams,
        defaults.maxCalls());
  }

  private static KeepAlive keepAlive(ConfigReader in) {
    ConfigReader server = in.map("server_parameters");
    ConfigReader policy = in.map("enforcement_policy");
    KeepAlive defaults = KeepAlive.DEFAULTS;
    return new KeepAlive(
        positive(server, "max_connection_idle", defaults.maxConnectionIdle()),
        positive(server, "max_connection_age", defaults.maxConnectionAge()),
        positive(server, "max_connection_age_grace", defaults.maxConnectionAgeGrace()),
        positive(server, "time", defaults.time()),
        positive(server, "timeout", defaults.timeout()),
        positive(policy, "min_time", defaults.minTime()),
        policy.bool("permit_without_stream", defaults.permitWithoutStream()));
  }

  // Zero means the default, as in Go.
  private static Duration positive(ConfigReader in, String key, Duration fallback) {
    Duration value = in.duration(key, fallback);
    if (value.isNegative()) {
      in.problem(key, "is negative (expected: a duration such as 30s)");
      return fallback;
    }
    return value.isZero() ? fallback : value;
  }

  /** What a gRPC server takes. */
  public GrpcServerSettings settings(Executor blocking) {
    return new GrpcServerSettings(
        endpoint, tls == null ? null : tls.tls(blocking), limits, keepAlive, blocking);
  }
}
