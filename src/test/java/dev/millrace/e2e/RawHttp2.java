package dev.millrace.e2e;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * A gRPC client that writes its HTTP/2 frames itself, also wrong ones.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-6">RFC 9113 6</a>
 */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final String TRACES =
      "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private static final int FRAME_BYTES = 16_000;
  private static final int FIRST_WINDOW = 65_535;

  private final RawSocket socket;
  private final Queue<Frame> kept = new ArrayDeque<>();
  private long window = FIRST_WINDOW;
  private boolean isRefused;
  private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);

  /** A frame that came. */
  record Frame(int type, int flags, int stream, byte[] payload) {}

  RawHttp2(int port) throws IOException {
    socket = new RawSocket(port);
    socket.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    socket.send(frame(SETTINGS, 0, 0, new byte[0]));
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** The head of a call that exports traces, with more headers: name, value, … */
  static byte[] call(int stream, String... more) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    literal(block, ":method", "POST");
    literal(block, ":scheme", "http");
    literal(block, ":path", TRACES);
    literal(block, ":authority", "localhost");
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    for (int i = 0; i < more.length; i += 2) {
      literal(block, more[i], more[i + 1]);
    }
    return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
  }

  /** https://www.rfc-editor.org/rfc/rfc7541#section-6.2.2, without Huffman coding */
  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /** A message with a length before it, which need not be its own. */
  static byte[] message(int flag, long length, byte[] content) {
    return ByteBuffer.allocate(5 + content.length)
        .put((byte) flag)
        .putInt((int) length)
        .put(content)
        .array();
  }

  RawHttp2 send(byte[] frames) throws IOException {
    socket.send(frames);
    return this;
  }

  /** Sends all that a call has to say, as the other side lets it; stops when that has answered. */
  void sendData(int stream, byte[] content) throws IOException {
    int at = 0;
    do {
      int count = Math.min(FRAME_BYTES, content.length - at);
      byte[] piece = Arrays.copyOfRange(content, at, at + count);
      at += count;
      boolean isLast = at == content.length;
      await(count);
      if (isRefused) {
        return;
      }
      window -= count;
      socket.send(frame(DATA, isLast ? END_STREAM : 0, stream, piece));
    } while (at < content.length);
  }

  /** Reads until so much may be sent, or the call has ended. */
  private void await(int bytes) throws IOException {
    while (window < bytes && !isRefused) {
      Frame frame = next();
      if (frame == null) {
        return;
      }
      kept.add(frame);
      isRefused |=
          frame.type() == RST_STREAM
              || (frame.flags() & END_STREAM) != 0 && frame.type() == HEADERS;
      if (frame.type() == WINDOW_UPDATE && frame.stream() == 0) {
        window += ByteBuffer.wrap(frame.payload()).getInt();
      }
    }
  }

  /** Writes without reading, as long as that lasts; ends early when the other side does. */
  void give(Duration limit, byte[] frames, int times) {
    Thread writer =
        new Thread(() -> {
          try {
            for (int i = 0; i < times; i++) {
              socket.send(frames);
            }
          } catch (IOException e) {
            // Thrown out, or closed below.
          }
        });
    writer.start();
    try {
      writer.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Frame take() throws IOException {
    Frame frame = kept.poll();
    return frame == null ? next() : frame;
  }

  /** The next frame; null when the other side has closed. */
  Frame next() throws IOException {
    DataInputStream in = new DataInputStream(socket.input());
    byte[] head = in.readNBytes(9);
    if (head.length < 9) {
      return null;
    }
    ByteBuffer fields = ByteBuffer.wrap(head);
    int length = (fields.get() & 0xff) << 16 | fields.getShort() & 0xffff;
    int type = fields.get();
    int flags = fields.get();
    return new Frame(type, flags, fields.getInt(), in.readNBytes(length));
  }

  /** What {@code grpc-status} ends that stream with; null when something else does. */
  String status(int stream) throws IOException {
    for (Frame frame = take(); frame != null; frame = take()) {
      if (frame.stream() == stream && frame.type() == HEADERS) {
        Http2Headers read = decode(frame);
        if ((frame.flags() & END_STREAM) != 0) {
          return String.valueOf(read.get("grpc-status"));
        }
      } else if (frame.type() == GOAWAY
          || (frame.stream() == stream && frame.type() == RST_STREAM)) {
        return null;
      }
    }
    return null;
  }

  private Http2Headers decode(Frame frame) {
    try {
      return headers.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until the other side has closed, whatever it says before. */
  void awaitEnd() throws IOException {
    socket.restBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
