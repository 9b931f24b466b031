package dev.millrace.e2e;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.util.concurrent.TimeUnit;

/** A well-behaved client that sends traces over gRPC. Any thread. */
final class Sender implements AutoCloseable {
  private final ManagedChannel channel;

  Sender(int port) {
    channel = NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build();
  }

  /** Sends; throws when it is not taken within half a minute. */
  ExportTraceServiceResponse send(ExportTraceServiceRequest request) {
    return TraceServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .export(request);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
