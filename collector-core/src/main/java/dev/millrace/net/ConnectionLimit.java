package dev.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.ServerChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections beyond so many, before anything is made for them. A client whose connection is
 * closed before HTTP/2 has begun on it comes again after a growing pause, which one that is told to
 * go away would not make.
 *
 * <p>Threading: any event loop; one for each listening channel.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection's end is only counted
public final class ConnectionLimit extends ChannelInboundHandlerAdapter {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionLimit.class);

  private final int maxConnections;
  private final Endpoint endpoint;
  private final AtomicInteger open = new AtomicInteger();
  private final OncePerMinute warnings = new OncePerMinute();

  private ConnectionLimit(int maxConnections, Endpoint endpoint) {
    this.maxConnections = maxConnections;
    this.endpoint = endpoint;
  }

  /** Makes listening channels of a type, with the limit in them. */
  public static ChannelFactory<ServerChannel> on(
      Class<? extends ServerChannel> type, int maxConnections, Endpoint endpoint) {
    ReflectiveChannelFactory<ServerChannel> factory = new ReflectiveChannelFactory<>(type);
    return () -> {
      ServerChannel listening = factory.newChannel();
      // The first handler: the one that accepts is added later, behind it.
      listening.pipeline().addLast(new ConnectionLimit(maxConnections, endpoint));
      return listening;
    };
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Channel connection = (Channel) message;
    if (open.incrementAndGet() > maxConnections) {
      open.decrementAndGet();
      connection.unsafe().closeForcibly();
      warn();
      return;
    }
    connection.closeFuture().addListener(closed -> open.decrementAndGet());
    ctx.fireChannelRead(connection);
  }

  private void warn() {
    warnings.run(left ->
        LOGGER.warn(
            "{} connections to {} are open, the most that are allowed: new ones are closed; look for"
                + " clients that do not reuse theirs",
            maxConnections,
            endpoint));
  }
}
