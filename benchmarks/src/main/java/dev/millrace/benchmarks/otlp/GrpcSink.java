package dev.millrace.benchmarks.otlp;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.millrace.benchmarks.otlp.SinkMain.Pace;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.io.InputStream;

/** Takes OTLP/gRPC. */
final class GrpcSink implements ServerCallHandler<byte[], byte[]> {
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
  private static final int WINDOW_BYTES = 1024 * 1024;

  private final LoadSignal signal;
  private final Received received;
  private final Pace pace;

  private GrpcSink(LoadSignal signal, Received received, Pace pace) {
    this.signal = signal;
    this.received = received;
    this.pace = pace;
  }

  /** Returns its port. */
  static int start(EventLoopGroup group, Received received, Pace pace) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(Ports.local(0))
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group)
            .channelType(EpollServerSocketChannel.class)
            .directExecutor()
            .decompressorRegistry(DecompressorRegistry.getDefaultInstance().with(new Zstd(), true))
            .flowControlWindow(WINDOW_BYTES)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES);
    for (LoadSignal signal : LoadSignal.values()) {
      var method = RawBytes.export(signal);
      builder.addService(
          ServerServiceDefinition.builder(String.valueOf(method.getServiceName()))
              .addMethod(method, new GrpcSink(signal, received, pace))
              .build());
    }
    return builder.build().start().getPort();
  }

  @Override
  public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
    call.request(2);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(byte[] request) {
        received.add(signal, request);
      }

      @Override
      public void onHalfClose() {
        pace.answer(() -> answer(call));
      }
    };
  }

  private static void answer(ServerCall<byte[], byte[]> call) {
    if (!call.isCancelled()) {
      call.sendHeaders(new Metadata());
      call.sendMessage(new byte[0]);
      call.close(Status.OK, new Metadata());
    }
  }

  private static final class Zstd implements Decompressor {
    @Override
    public String getMessageEncoding() {
      return "zstd";
    }

    @Override
    public InputStream decompress(InputStream in) throws IOException {
      return new ZstdInputStreamNoFinalizer(in);
    }
  }
}
