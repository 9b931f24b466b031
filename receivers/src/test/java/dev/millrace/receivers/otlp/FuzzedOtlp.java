package dev.millrace.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.data.Generated;
import dev.millrace.data.Signal;
import dev.millrace.testkit.Leaks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A receiver that is fed nonsense. Closing it checks that it still serves, that nothing is kept of
 * all that came, and that no buffer was forgotten.
 */
final class FuzzedOtlp implements AutoCloseable {
  private static final int LIMIT_MILLIS = 10_000;

  final CountingConsumer sink = new CountingConsumer();
  private final Leaks leaks = Leaks.watch();
  final RunningOtlp otlp = new RunningOtlp(sink);

  /** Whether the generated classes can read that. */
  static boolean isValid(Signal signal, byte[] request) {
    try {
      Generated.parse(signal, request);
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  Socket connect(InetSocketAddress server) throws IOException {
    Socket socket = new Socket();
    socket.connect(server, LIMIT_MILLIS);
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  /** Says that on a connection of its own, ends, and returns all that is said back. */
  byte[] talk(InetSocketAddress server, byte[] said) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try (Socket socket = connect(server)) {
      try {
        socket.getOutputStream().write(said);
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        byte[] piece = new byte[8192];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          heard.write(piece, 0, count);
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the connection hangs", e);
      } catch (IOException e) {
        // Thrown out: an answer, too.
      }
    }
    return heard.toByteArray();
  }

  @Override
  public void close() {
    try (leaks;
        otlp) {
      long before = sink.items();
      assertThat(otlp.post("/v1/traces", "application/x-protobuf", Requests.protobuf()))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200));
      otlp.export(Signal.TRACES, Requests.protobuf());
      assertThat(sink.items()).isEqualTo(before + 2);
      long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000L;
      while (otlp.component.memory().bytes() != 0 && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000); // answers are given before what they held is given back
      }
      assertThat(otlp.component.memory().bytes()).as("bytes kept").isZero();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
