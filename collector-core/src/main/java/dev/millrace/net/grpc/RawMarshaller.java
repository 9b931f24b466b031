package dev.millrace.net.grpc;

import dev.millrace.net.compression.ChunkGatherer;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets bytes through: what comes is read once, into one array; what goes is handed to grpc-java
 * slice by slice.
 *
 * <p>What cannot be read becomes a message that says so when it is looked at: thrown from here it
 * would end the call as an unknown failure of ours, with a stack trace in the log.
 */
public final class RawMarshaller implements Marshaller<RawMessage> {
  /** There is only one. */
  public static final RawMarshaller INSTANCE = new RawMarshaller();

  private RawMarshaller() {}

  @Override
  public InputStream stream(RawMessage message) {
    return new SliceStream(message);
  }

  @Override
  public RawMessage parse(InputStream stream) {
    CallBytes held = CallBytes.current();
    try {
      byte[] bytes = stream instanceof KnownLength ? exactly(stream) : inflated(stream, held);
      if (held != null && !held.settle(bytes.length)) {
        throw new NoRoomException();
      }
      return RawMessage.of(bytes);
    } catch (StatusRuntimeException e) {
      // grpc-java's own bound on the decompressed size
      return RawMessage.unreadable(new MessageTooLargeException(e));
    } catch (IOException e) {
      return RawMessage.unreadable(e);
    }
  }

  private static byte[] inflated(InputStream stream, @Nullable CallBytes held) throws IOException {
    try (ChunkGatherer chunks = new ChunkGatherer()) {
      while (chunks.readFrom(stream) >= 0) {
        if (held != null && !held.inflate(chunks.heldBytes())) {
          throw new NoRoomException();
        }
      }
      return chunks.toByteArray();
    }
  }

  private static byte[] exactly(InputStream stream) throws IOException {
    byte[] bytes = new byte[stream.available()];
    if (stream.readNBytes(bytes, 0, bytes.length) != bytes.length) {
      throw new EOFException("message ends early");
    }
    return bytes;
  }

  /** The server holds as much as it may. */
  static final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoomException() {
      super("too many bytes of requests are in flight; retry later");
    }
  }
}
