package dev.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import java.time.Duration;

/**
 * Asks a silent server whether it is there, and gives the connection up when it is not. Stands in
 * front of the HTTP/2 codec, where all bytes pass. The channel's event loop's.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a ping that fails has its answer missing
final class Http2Pings extends ChannelInboundHandlerAdapter {
  private final Channel channel;
  private final Duration silence;
  private final Duration patience;
  private final Deadline deadline;
  private boolean asked;

  Http2Pings(Channel channel, HttpClientSettings.Http2 watch) {
    this.channel = channel;
    this.silence = watch.readIdleTimeout();
    this.patience = watch.pingTimeout();
    this.deadline = new Deadline(channel.eventLoop(), this::passed);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline.set(silence);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    deadline.stop();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    asked = false;
    deadline.set(silence);
    ctx.fireChannelRead(message);
  }

  private void passed() {
    if (asked) {
      channel.close();
      return;
    }
    asked = true;
    channel.writeAndFlush(new DefaultHttp2PingFrame(0));
    deadline.set(patience);
  }
}
