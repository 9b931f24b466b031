package dev.millrace.net;

import dev.millrace.component.StartException;
import dev.millrace.net.Endpoint.Family;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What servers of both kinds need to listen: addresses, and sentences for what goes wrong. */
public final class Listening {

  private Listening() {}

  /** What a server listens with. */
  public static Class<? extends ServerChannel> channelType(
      Endpoint endpoint, EventLoopGroup group) {
    Transport transport = Transport.of(group);
    return endpoint.isUnix() ? UnixSocket.serverChannel(transport) : transport.server();
  }

  /**
   * The address to bind to. {@code localhost} is 127.0.0.1 where there is one, as in Go; a unix
   * socket's file is removed when nobody listens on it any more.
   */
  public static CompletionStage<SocketAddress> resolve(
      Endpoint endpoint, EventLoopGroup group, Executor blocking) {
    CompletableFuture<SocketAddress> resolved = new CompletableFuture<>();
    try {
      blocking.execute(() -> {
        try {
          resolved.complete(
              endpoint.isUnix()
                  ? UnixSocket.toBind(endpoint.host(), Transport.of(group))
                  : lookUp(endpoint));
        } catch (IOException | RuntimeException e) {
          resolved.completeExceptionally(failure(endpoint, e));
        }
      });
    } catch (RejectedExecutionException e) {
      resolved.completeExceptionally(failure(endpoint, e));
    }
    return resolved;
  }

  /** Where a server listens, for people: {@code 127.0.0.1:4317}, or a path. */
  public static String text(Endpoint endpoint, @Nullable SocketAddress bound) {
    return bound instanceof InetSocketAddress inet && inet.getAddress() != null
        ? new Endpoint(inet.getAddress().getHostAddress(), inet.getPort()).toString()
        : endpoint.toString();
  }

  /**
   * Who is at the other end of a connection: {@code 127.0.0.1:5123}, or the path of the unix
   * socket, since who connects to one has no name.
   */
  public static String peer(@Nullable SocketAddress remote, @Nullable SocketAddress local) {
    if (remote instanceof InetSocketAddress inet) {
      return NetUtil.toSocketAddressString(inet);
    }
    return local == null ? "unix" : "unix:" + local.toString().replace('\0', '@');
  }

  /** {@code listen tcp 127.0.0.1:4318: address already in use; stop the other process or …}. */
  public static StartException failure(Endpoint endpoint, Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause instanceof StartException)) {
      cause = cause.getCause();
    }
    if (cause instanceof StartException known) {
      return known;
    }
    return new StartException(
        "listen " + endpoint.family() + " " + endpoint + ": " + remedy(cause, endpoint), thrown);
  }

  private static InetSocketAddress lookUp(Endpoint endpoint) throws UnknownHostException {
    boolean any = endpoint.host().isEmpty();
    InetAddress[] addresses =
        any
            ? new InetAddress[] {
              InetAddress.getByAddress(new byte[endpoint.family() == Family.TCP4 ? 4 : 16])
            }
            : InetAddress.getAllByName(endpoint.host());
    for (InetAddress address : addresses) {
      if (fits(address, endpoint.family())) {
        return new InetSocketAddress(address, endpoint.port());
      }
    }
    throw new UnknownHostException(endpoint.host());
  }

  private static boolean fits(InetAddress address, Family family) {
    return switch (family) {
      case TCP -> true;
      case TCP4 -> address instanceof Inet4Address;
      case TCP6 -> address instanceof Inet6Address;
      case UNIX -> false;
    };
  }

  private static String remedy(Throwable cause, Endpoint endpoint) {
    if (cause instanceof UnknownHostException) {
      return "no such host; change endpoint to a name or address of this machine";
    }
    if (endpoint.isUnix()) {
      return unixRemedy(cause);
    }
    if (TransportFailure.isAbout(cause, "already in use")) {
      return "address already in use; stop the other process or change endpoint";
    }
    if (TransportFailure.isAbout(cause, "assign requested address")) {
      return "this machine has no such address; change endpoint";
    }
    if (TransportFailure.isAbout(cause, "permission denied")) {
      return "permission denied; choose a port above 1023 or give the process"
          + " CAP_NET_BIND_SERVICE (port "
          + endpoint.port()
          + ")";
    }
    return cause instanceof IOException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }

  private static String unixRemedy(Throwable cause) {
    if (cause instanceof FileAlreadyExistsException
        || TransportFailure.isAbout(cause, "already in use")) {
      return "the file exists, or another process listens; remove it or change endpoint";
    }
    if (TransportFailure.isAbout(cause, "no such file")) {
      return "the folder does not exist; make it or change endpoint";
    }
    if (TransportFailure.isAbout(cause, "permission denied")) {
      return "permission denied; let the process write to the folder or change endpoint";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
