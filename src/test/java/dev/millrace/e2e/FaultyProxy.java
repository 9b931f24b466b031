package dev.millrace.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between an exporter and its backend on TCP, and breaks what passes as told.
 *
 * <p>Threading: two threads for each connection, which look at the mode with each piece that they
 * pass on; any thread changes it.
 */
final class FaultyProxy implements AutoCloseable {
  /** What it does with connections and what passes on them. */
  enum Mode {
    /** Passes everything on. */
    FORWARD,
    /** Lets nobody in, and throws everybody out. */
    DOWN,
    /** Takes connections, reads, and never answers. */
    STALL,
    /** The backend gets the request, and the exporter one byte of the answer, then a reset. */
    RESET_IN_ANSWER,
    /** The same with an orderly end in place of the reset. */
    END_IN_ANSWER,
    /** Resets after the first bytes of a request. */
    RESET_IN_REQUEST,
    /** Answers everything with random bytes. */
    GARBAGE,
    /** Answers as a web server that knows nothing of gRPC or OTLP, and ends. */
    WRONG_PROTOCOL
  }

  private static final int PIECE = 8 * 1024;
  private static final int PART_OF_A_REQUEST = 120;
  // https://www.rfc-editor.org/rfc/rfc9113#section-4.1
  private static final int FRAME_HEAD = 9;
  private static final int FRAME_TYPE = 3;
  private static final int HEADERS = 1;

  private final ServerSocket server;
  private final InetSocketAddress backend;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger broken = new AtomicInteger();
  private volatile Mode mode = Mode.FORWARD;

  /** Stands before {@code localhost:port} or {@code http://localhost:port}. */
  FaultyProxy(String endpoint) {
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    backend = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String endpoint(Transport transport) {
    String address = "localhost:" + server.getLocalPort();
    return transport == Transport.GRPC ? address : "http://" + address;
  }

  /** Changes what it does; connections of before end. */
  void set(Mode next) {
    mode = next;
    open.forEach(FaultyProxy::reset);
  }

  /** How many connections it has broken itself. */
  int broken() {
    return broken.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket()) {
      switch (mode) {
        case DOWN -> breakIt(client);
        case STALL -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        case GARBAGE -> {
          byte[] garbage = new byte[PIECE];
          new Random(1).nextBytes(garbage);
          say(client, garbage);
        }
        case WRONG_PROTOCOL ->
            say(
                client,
                "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<p>no"
                    .getBytes(StandardCharsets.UTF_8));
        case FORWARD, RESET_IN_REQUEST, RESET_IN_ANSWER, END_IN_ANSWER -> forward(client, upstream);
      }
    } catch (IOException e) {
      // One of the two has ended: so does this.
    } finally {
      open.remove(client);
    }
  }

  private void say(Socket client, byte[] text) throws IOException {
    client.getInputStream().read(new byte[PIECE]);
    client.getOutputStream().write(text);
    client.shutdownOutput();
    broken.incrementAndGet();
    client.setSoTimeout(100);
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void forward(Socket client, Socket upstream) throws IOException {
    upstream.connect(backend, 5_000);
    threads.execute(() -> {
      try (upstream) {
        if (mode == Mode.RESET_IN_REQUEST) {
          upstream.getOutputStream().write(client.getInputStream().readNBytes(PART_OF_A_REQUEST));
          breakIt(client);
        } else {
          client.getInputStream().transferTo(upstream.getOutputStream());
        }
      } catch (IOException e) {
        // The other direction hears of it.
      }
    });
    InputStream answers = upstream.getInputStream();
    byte[] piece = new byte[PIECE];
    for (int count = answers.read(piece); count >= 0; count = answers.read(piece)) {
      boolean breaks = mode == Mode.RESET_IN_ANSWER || mode == Mode.END_IN_ANSWER;
      int answer = breaks ? answerAt(piece, count) : -1;
      client.getOutputStream().write(piece, 0, answer < 0 ? count : answer + 1);
      if (answer >= 0 && mode == Mode.RESET_IN_ANSWER) {
        breakIt(client);
      }
      if (answer >= 0) {
        broken.incrementAndGet();
        return;
      }
    }
  }

  /** Where the answer to a request begins; -1 while there are only frames of the connection. */
  private static int answerAt(byte[] piece, int count) {
    if (piece[0] == 'H' && piece[1] == 'T') {
      return 0; // HTTP/1.1
    }
    int at = 0;
    while (at + FRAME_HEAD <= count) {
      if (piece[at + FRAME_TYPE] == HEADERS) {
        return at;
      }
      at +=
          FRAME_HEAD
              + ((piece[at] & 0xff) << 16 | (piece[at + 1] & 0xff) << 8 | piece[at + 2] & 0xff);
    }
    return -1;
  }

  private void breakIt(Socket client) {
    broken.incrementAndGet();
    reset(client);
  }

  private static void reset(Socket client) {
    try {
      client.setSoLinger(true, 0);
      client.close();
    } catch (IOException e) {
      // It has gone already.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.forEach(FaultyProxy::reset);
      threads.shutdownNow();
    }
  }
}
