package dev.millrace.e2e;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend that counts how often each log record came: by the number in its body.
 *
 * <p>Threading: the server's threads write, any thread reads.
 */
final class IdSink extends LogsServiceGrpc.LogsServiceImplBase implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private final Map<Long, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final Server server;
  private volatile boolean refusing;

  IdSink() {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(this)
              .maxInboundMessageSize(MAX_MESSAGE_BYTES)
              .executor(workers)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String endpoint() {
    return "localhost:" + server.getPort();
  }

  /** While set, everything is answered with UNAVAILABLE. */
  IdSink refuse(boolean refuse) {
    refusing = refuse;
    return this;
  }

  /** Numbers that came at least once. */
  Set<Long> ids() {
    return counts.keySet();
  }

  /** How many records came beyond the first of each number. */
  long duplicates() {
    return counts.values().stream().mapToLong(count -> count.get() - 1L).sum();
  }

  @Override
  public void export(
      ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> caller) {
    if (refusing) {
      caller.onError(Status.UNAVAILABLE.withDescription("the sink refuses").asException());
      return;
    }
    for (ResourceLogs resource : request.getResourceLogsList()) {
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        for (LogRecord record : scope.getLogRecordsList()) {
          counts
              .computeIfAbsent(record.getBody().getIntValue(), id -> new AtomicInteger())
              .incrementAndGet();
        }
      }
    }
    caller.onNext(ExportLogsServiceResponse.getDefaultInstance());
    caller.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
    workers.shutdownNow();
  }
}
