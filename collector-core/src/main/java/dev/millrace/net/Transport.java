package dev.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Which kinds of channels fit a group of event loops. */
public enum Transport {
  EPOLL(EpollSocketChannel.class, EpollServerSocketChannel.class, EpollDomainSocketChannel.class),
  NIO(NioSocketChannel.class, NioServerSocketChannel.class, NioDomainSocketChannel.class);

  private final Class<? extends Channel> client;
  private final Class<? extends ServerChannel> server;
  private final Class<? extends Channel> unixClient;

  Transport(
      Class<? extends Channel> client,
      Class<? extends ServerChannel> server,
      Class<? extends Channel> unixClient) {
    this.client = client;
    this.server = server;
    this.unixClient = unixClient;
  }

  /** The transport that the loops of {@code group} run. */
  public static Transport of(EventLoopGroup group) {
    boolean epoll =
        group instanceof IoEventLoopGroup ioGroup && ioGroup.isIoType(EpollIoHandler.class);
    return epoll ? EPOLL : NIO;
  }

  /** What a client connects with. */
  public Class<? extends Channel> client() {
    return client;
  }

  /** What a client connects to a unix socket with. */
  public Class<? extends Channel> unixClient() {
    return unixClient;
  }

  /** A unix socket by its path, in the form that this transport takes. */
  public SocketAddress unixAddress(String path) {
    return this == EPOLL ? new DomainSocketAddress(path) : UnixDomainSocketAddress.of(path);
  }

  /** What a server listens with. */
  public Class<? extends ServerChannel> server() {
    return server;
  }
}
