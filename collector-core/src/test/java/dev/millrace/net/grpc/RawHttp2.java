package dev.millrace.net.grpc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An HTTP/2 connection that sends exactly the frames that it is told to. */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GO_AWAY = 7;

  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  /** A frame that came. */
  record Frame(int type, int flags, int stream, byte[] payload) {
    /** The error of a GOAWAY. */
    int goAwayCode() {
      return payload[4] << 24
          | (payload[5] & 0xff) << 16
          | (payload[6] & 0xff) << 8
          | (payload[7] & 0xff);
    }

    /** What a GOAWAY says besides. */
    String goAwayText() {
      return new String(payload, 8, payload.length - 8, StandardCharsets.US_ASCII);
    }
  }

  RawHttp2(InetSocketAddress server) throws IOException {
    socket.connect(server, 5_000);
    socket.setSoTimeout(60_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    socket
        .getOutputStream()
        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0, new byte[0]);
  }

  void send(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(payload.length >>> 16);
    frame.write(payload.length >>> 8);
    frame.write(payload.length);
    frame.write(type);
    frame.write(flags);
    for (int shift = 24; shift >= 0; shift -= 8) {
      frame.write(stream >>> shift);
    }
    frame.writeBytes(payload);
    socket.getOutputStream().write(frame.toByteArray());
  }

  void ping() throws IOException {
    send(PING, 0, 0, new byte[8]);
  }

  void reset(int stream) throws IOException {
    send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
  }

  /** The head of a call; its message is still to come. */
  void begin(int stream, String method) throws IOException {
    send(HEADERS, END_HEADERS, stream, head(method));
  }

  /** A whole call with an empty message. */
  void call(int stream, String method) throws IOException {
    begin(stream, method);
    send(DATA, END_STREAM, stream, new byte[5]);
  }

  // https://www.rfc-editor.org/rfc/rfc7541#section-6.2.2: literals that are not indexed
  private static byte[] head(String method) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    literal(head, ":method", "POST");
    literal(head, ":scheme", "http");
    literal(head, ":path", "/" + method);
    literal(head, ":authority", "test");
    literal(head, "content-type", "application/grpc");
    literal(head, "te", "trailers");
    return head.toByteArray();
  }

  private static void literal(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    out.write(name.length());
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    out.write(value.length());
    out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /** The next frame; fails when the connection is closed. */
  Frame next() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(type, flags, stream, payload);
  }

  /** The next frame of a type; others are passed over. */
  Frame next(int type) throws IOException {
    Frame frame = next();
    while (frame.type() != type) {
      frame = next();
    }
    return frame;
  }

  /** Whether the other side closes, after whatever it still sends. */
  boolean isClosedByPeer() {
    try {
      while (true) {
        next();
      }
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
