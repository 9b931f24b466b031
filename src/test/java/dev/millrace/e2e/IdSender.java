package dev.millrace.e2e;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends log records, each with a number of its own in its body, and remembers which of them were
 * acknowledged. Any thread.
 */
final class IdSender {
  private static final int DEADLINE_SECONDS = 10;

  private final AtomicLong nextId = new AtomicLong();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final Queue<StatusRuntimeException> failures = new ConcurrentLinkedQueue<>();
  private final int port;

  /**
   * @param port of the collector's OTLP/gRPC
   */
  IdSender(int port) {
    this.port = port;
  }

  Set<Long> acknowledged() {
    return acknowledged;
  }

  /** Why requests were not acknowledged. */
  Queue<StatusRuntimeException> failures() {
    return failures;
  }

  /** Acknowledged numbers that did not come. */
  List<Long> missing(IdSink sink) {
    Set<Long> came = sink.ids();
    return acknowledged.stream().filter(id -> !came.contains(id)).sorted().toList();
  }

  Connection connect() {
    return new Connection(NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build());
  }

  /** One connection, which sends one request at a time. */
  final class Connection implements AutoCloseable {
    private final ManagedChannel channel;

    private Connection(ManagedChannel channel) {
      this.channel = channel;
    }

    /** Sends so many records of that many bytes each; answers whether they were acknowledged. */
    boolean send(int records, int paddingBytes) {
      List<Long> ids = new ArrayList<>(records);
      ScopeLogs.Builder scope = ScopeLogs.newBuilder();
      String padding = "x".repeat(paddingBytes);
      for (int i = 0; i < records; i++) {
        long id = nextId.getAndIncrement();
        ids.add(id);
        scope.addLogRecords(
            LogRecord.newBuilder()
                .setSeverityText(padding)
                .setTraceId(ByteString.EMPTY)
                .setBody(AnyValue.newBuilder().setIntValue(id)));
      }
      ExportLogsServiceRequest request =
          ExportLogsServiceRequest.newBuilder()
              .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(scope))
              .build();
      try {
        LogsServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .export(request);
        acknowledged.addAll(ids);
        return true;
      } catch (StatusRuntimeException e) {
        failures.add(e);
        return false;
      }
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }
}
