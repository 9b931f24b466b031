package dev.millrace.net;

import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A unix socket that a server listens on. Its file has the permissions that the process's umask
 * leaves, and goes when the server stops. A path that begins with {@code @} is a name without a
 * file, which Linux alone has.
 */
final class UnixSocket {
  // What the kernel's sockaddr_un has room for, with a zero at its end.
  private static final int MAX_PATH_BYTES = 107;

  private UnixSocket() {}

  static Class<? extends ServerChannel> serverChannel(Transport transport) {
    return switch (transport) {
      case EPOLL -> EpollServerDomainSocketChannel.class;
      case NIO -> NioServerDomainSocketChannel.class;
    };
  }

  /** The address to bind to, after a file has gone that nobody listens on; may block. */
  static SocketAddress toBind(String path, Transport transport) throws IOException {
    if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      throw new IOException(
          "the path is longer than " + MAX_PATH_BYTES + " bytes; choose a shorter one");
    }
    if (path.startsWith("@")) {
      if (transport != Transport.EPOLL) {
        throw new IOException("names without a file need native epoll on Linux; choose a path");
      }
      return new DomainSocketAddress("\0" + path.substring(1));
    }
    removeAbandoned(Path.of(path));
    return transport.unixAddress(path);
  }

  // A file that nobody listens on was left by a process that was killed. Anything else stays; the
  // native transport would replace that too when it binds.
  private static void removeAbandoned(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new FileAlreadyExistsException(path.toString());
    } catch (ConnectException nobodyListens) {
      Files.deleteIfExists(path);
    }
  }
}
