package dev.millrace.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that leads everybody to one server, whatever name is asked for, and keeps the heads of
 * the requests that it got. Speaks {@code CONNECT}, absolute URLs and SOCKS5.
 */
public final class TestProxy implements AutoCloseable {
  private static final int SOCKS_VERSION = 5;

  private final ServerSocket listening;
  private final int port;
  private final String answer;
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  /** Leads to a port of this machine. */
  public TestProxy(int port) throws IOException {
    this(ServerSocketFactory.getDefault(), port, "HTTP/1.1 200 Connection established");
  }

  /** With a socket of its own and the line that {@code CONNECT} is answered with. */
  public TestProxy(ServerSocketFactory sockets, int port, String answer) throws IOException {
    this.listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = port;
    this.answer = answer;
    start("accept", this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** What was asked for, first lines and headers; for SOCKS the name and port. */
  public @Nullable String next() {
    return heads.poll();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      sockets.add(client);
      start("serve", () -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    int first = in.read();
    Socket server = new Socket(InetAddress.getByName("127.0.0.1"), port);
    sockets.add(server);
    if (first == SOCKS_VERSION) {
      socks(in, client.getOutputStream());
    } else {
      String head = (char) first + head(in);
      heads.add(head);
      if (!head.startsWith("CONNECT ")) {
        server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      } else {
        write(client.getOutputStream(), answer + "\r\n\r\n");
        if (!answer.contains(" 200 ")) {
          client.close();
          return;
        }
      }
    }
    start("back", () -> pump(server, client));
    pump(client, server);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.read());
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  // RFC 1928, without authentication, a domain name as the address
  private void socks(InputStream in, OutputStream out) throws IOException {
    in.readNBytes(in.read());
    out.write(new byte[] {SOCKS_VERSION, 0});
    out.flush();
    in.readNBytes(4);
    String host = new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
    heads.add("SOCKS " + host + ":" + (in.read() << 8 | in.read()));
    out.write(new byte[] {SOCKS_VERSION, 0, 0, 1, 127, 0, 0, 1, 0, 1});
    out.flush();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The test has closed the sockets, or the other side has.
              }
            },
            "test-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private interface Work {
    void run() throws IOException;
  }
}
