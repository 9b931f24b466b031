package dev.millrace.receivers.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * HTTP/2 written and read by hand, to be able to write it wrongly.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-6">RFC 9113 6</a>
 */
final class Frames {
  static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int SETTINGS = 4;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  private static final int RST_STREAM = 3;
  private static final int PING_TYPE = 6;
  private static final int GOAWAY = 7;
  private static final int HEAD = 9;

  /** Is answered when all that was said before it was read. */
  static final byte[] PING = frame(PING_TYPE, 0, 0, new byte[8]);

  private Frames() {}

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(HEAD + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** A block of headers: name, value, …; see RFC 7541 6.2.2, without Huffman coding. */
  static byte[] headers(String... pairs) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < pairs.length; i++) {
      if (i % 2 == 0) {
        block.write(0);
      }
      block.write(pairs[i].length());
      block.writeBytes(pairs[i].getBytes(US_ASCII));
    }
    return block.toByteArray();
  }

  /** A gRPC message. */
  static byte[] message(int flag, byte[] content) {
    return ByteBuffer.allocate(5 + content.length)
        .put((byte) flag)
        .putInt(content.length)
        .put(content)
        .array();
  }

  /** What a server says on a connection. */
  static final class Heard {
    final List<Http2Headers> headers = new ArrayList<>();
    final Set<Integer> endedStreams = new HashSet<>();
    boolean isOver;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /**
     * Reads until so many streams have ended and the {@link #PING} that was said last is answered,
     * the server goes away, or says nothing for as long as the socket waits.
     */
    void until(int streams, InputStream socket) throws IOException, Http2Exception {
      DataInputStream in = new DataInputStream(socket);
      boolean isAnswered = false;
      while (!isOver && !(isAnswered && endedStreams.size() >= streams)) {
        byte[] head = in.readNBytes(HEAD);
        isOver = head.length < HEAD;
        if (!isOver) {
          ByteBuffer fields = ByteBuffer.wrap(head);
          byte[] payload = in.readNBytes((fields.get() & 0xff) << 16 | fields.getShort() & 0xffff);
          isAnswered |= take(fields.get(), fields.get(), fields.getInt(), payload);
        }
      }
    }

    private boolean take(int type, int flags, int stream, byte[] payload) throws Http2Exception {
      if (type == HEADERS) {
        headers.add(decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload)));
      }
      if (type == RST_STREAM || (flags & END_STREAM) != 0 && (type == HEADERS || type == DATA)) {
        endedStreams.add(stream);
      }
      isOver |= type == GOAWAY;
      return type == PING_TYPE;
    }
  }
}
