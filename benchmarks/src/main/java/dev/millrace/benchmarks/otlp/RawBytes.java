package dev.millrace.benchmarks.otlp;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Lets grpc-java carry bytes as they are. */
final class RawBytes implements MethodDescriptor.Marshaller<byte[]> {
  private static final RawBytes INSTANCE = new RawBytes();

  private RawBytes() {}

  /** The {@code Export} of a signal. */
  static MethodDescriptor<byte[], byte[]> export(LoadSignal signal) {
    return MethodDescriptor.newBuilder(INSTANCE, INSTANCE)
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(signal.grpcMethod())
        .build();
  }

  @Override
  public InputStream stream(byte[] bytes) {
    return new Stream(bytes);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells grpc-java its length, so that nothing is gathered first. */
  private static final class Stream extends ByteArrayInputStream implements KnownLength, Drainable {
    Stream(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int left = count - pos;
      target.write(buf, pos, left);
      pos = count;
      return left;
    }
  }
}
