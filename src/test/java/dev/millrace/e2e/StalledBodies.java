package dev.millrace.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP requests that announce a body, send a part of it and then nothing more. */
final class StalledBodies implements AutoCloseable {
  private static final int THREADS = 64;

  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Map<Socket, String> known = new ConcurrentHashMap<>();

  /** Opens so many connections with one request each, which sends {@code bytes}. */
  void open(int port, int count, int bytes) throws Exception {
    byte[] head =
        """
        POST /v1/traces HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/x-protobuf\r
        Content-Length: %d\r
        \r
        """
            .formatted(2 * bytes)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] part = new byte[bytes];
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < count; i++) {
      threads.execute(() -> send(port, head, part));
    }
    threads.shutdown();
    if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
      throw new AssertionError("some requests are neither taken nor refused");
    }
  }

  private void send(int port, byte[] head, byte[] part) {
    try {
      Socket socket = new Socket();
      sockets.add(socket);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
      socket.getOutputStream().write(head);
      socket.getOutputStream().write(part);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The server has given its answer and closed.
      return;
    }
  }

  /** How many were answered with what: {@code 503+delay}; {@code none} so far. */
  Map<String, Long> answers() {
    Map<String, Long> counts = new TreeMap<>();
    for (Socket socket : sockets) {
      String answer = known.computeIfAbsent(socket, StalledBodies::answer);
      counts.merge(answer == null ? "none" : answer, 1L, Long::sum);
    }
    return counts;
  }

  private static @Nullable String answer(Socket socket) {
    try {
      int available = socket.getInputStream().available();
      if (available == 0) {
        return null;
      }
      byte[] bytes = socket.getInputStream().readNBytes(available);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return text.substring(9, 12) + (text.contains("retry-after: ") ? "+delay" : "");
    } catch (IOException e) {
      return "closed";
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
