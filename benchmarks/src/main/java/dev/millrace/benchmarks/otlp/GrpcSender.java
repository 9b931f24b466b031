package dev.millrace.benchmarks.otlp;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.OutputStream;

/** Sends OTLP/gRPC, with requests that are compressed already. */
final class GrpcSender implements Sender {
  private final ManagedChannel channel;
  private final MethodDescriptor<byte[], byte[]> method;
  private final CallOptions options;

  private GrpcSender(ManagedChannel channel, Requests requests) {
    this.channel = channel;
    this.method = RawBytes.export(requests.signal());
    this.options =
        requests.coding() == Requests.Coding.NONE
            ? CallOptions.DEFAULT
            : CallOptions.DEFAULT.withCompression(requests.coding().text());
  }

  static Sender connect(EventLoopGroup group, int port, Requests requests) {
    CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(new Done(requests.coding().text()));
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(Ports.local(port))
            .eventLoopGroup(group)
            .channelType(EpollSocketChannel.class)
            .usePlaintext()
            .directExecutor()
            .disableRetry()
            .compressorRegistry(compressors)
            .build();
    return new GrpcSender(channel, requests);
  }

  @Override
  public int mostInFlight() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void send(byte[] request, Answered answered) {
    ClientCall<byte[], byte[]> call = channel.newCall(method, options.withWaitForReady());
    call.start(
        new ClientCall.Listener<>() {
          private boolean isPartial;

          @Override
          public void onMessage(byte[] answer) {
            isPartial = answer.length > 0;
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            answered.answered(isPartial ? Result.FAILED : result(status));
          }
        },
        new Metadata());
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
  }

  private static Result result(Status status) {
    return switch (status.getCode()) {
      case OK -> Result.TAKEN;
      case UNAVAILABLE, RESOURCE_EXHAUSTED -> Result.REFUSED;
      default -> {
        System.err.println(status);
        yield Result.FAILED;
      }
    };
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** What it is to compress has been. */
  private record Done(String name) implements Compressor {
    @Override
    public String getMessageEncoding() {
      return name.equals("none") ? "identity" : name;
    }

    @Override
    public OutputStream compress(OutputStream out) {
      return out;
    }
  }
}
