package dev.millrace.exporters.otlp;

import com.github.luben.zstd.ZstdInputStream;
import dev.millrace.data.Signal;
import dev.millrace.net.grpc.OtlpMethods;
import dev.millrace.net.grpc.RawMessage;
import io.airlift.compress.snappy.SnappyFramedInputStream;
import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A backend over gRPC that keeps what it gets and answers what it is told to. */
final class GrpcBackend implements AutoCloseable, ServerInterceptor {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** A call that came. */
  record Seen(String method, byte[] request) {}

  private final Server server;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private final BlockingQueue<Metadata> headers = new LinkedBlockingQueue<>();
  private volatile byte[] answer = new byte[0];
  private volatile @Nullable Status failure;
  private volatile byte @Nullable [] details;
  private volatile boolean silent;

  GrpcBackend(@Nullable SslContextBuilder tls) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .maxInboundMessageSize(64 << 20)
            .decompressorRegistry(
                DecompressorRegistry.emptyInstance()
                    .with(new Codec.Gzip(), true)
                    .with(new Zstd(), true)
                    .with(new Snappy(), true))
            .intercept(this);
    if (tls != null) {
      builder.sslContext(GrpcSslContexts.configure(tls).build());
    }
    for (Signal signal : Signal.values()) {
      var method = OtlpMethods.export(signal);
      builder.addService(
          ServerServiceDefinition.builder(method.getServiceName())
              .addMethod(
                  method,
                  ServerCalls.asyncUnaryCall((RawMessage request, StreamObserver<RawMessage> out) ->
                      answer(method.getFullMethodName(), request, out)))
              .build());
    }
    server = builder.build().start();
  }

  private void answer(String method, RawMessage request, StreamObserver<RawMessage> out) {
    try {
      seen.add(new Seen(method, request.bytes()));
    } catch (IOException e) {
      out.onError(Status.INVALID_ARGUMENT.withCause(e).asException());
      return;
    }
    Status status = failure;
    if (silent) {
      return;
    }
    if (status == null) {
      out.onNext(RawMessage.of(answer));
      out.onCompleted();
      return;
    }
    Metadata trailers = new Metadata();
    if (details != null) {
      trailers.put(DETAILS, details);
    }
    out.onError(status.asException(trailers));
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
    metadata.put(
        Metadata.Key.of("x-authority", Metadata.ASCII_STRING_MARSHALLER), call.getAuthority());
    headers.add(metadata);
    return next.startCall(call, metadata);
  }

  void answers(byte[] message) {
    answer = message;
  }

  void fails(@Nullable Status status, byte @Nullable [] withDetails) {
    failure = status;
    details = withDetails;
  }

  void saysNothing() {
    silent = true;
  }

  String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  Seen next() throws InterruptedException {
    return taken(seen);
  }

  Metadata nextHeaders() throws InterruptedException {
    return taken(headers);
  }

  private static <T> T taken(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within 10 s");
    }
    return next;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class Zstd implements Decompressor {
    @Override
    public String getMessageEncoding() {
      return "zstd";
    }

    @Override
    public InputStream decompress(InputStream in) throws IOException {
      return new ZstdInputStream(in);
    }
  }

  private static final class Snappy implements Decompressor {
    @Override
    public String getMessageEncoding() {
      return "snappy";
    }

    @Override
    public InputStream decompress(InputStream in) throws IOException {
      return new SnappyFramedInputStream(in, true);
    }
  }
}
