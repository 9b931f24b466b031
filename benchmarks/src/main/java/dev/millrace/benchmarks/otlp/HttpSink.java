package dev.millrace.benchmarks.otlp;

import dev.millrace.benchmarks.otlp.SinkMain.Pace;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;

/** Takes OTLP/HTTP. */
final class HttpSink extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  private final Received received;
  private final Pace pace;

  private HttpSink(Received received, Pace pace) {
    this.received = received;
    this.pace = pace;
  }

  /** Returns its port. */
  static int start(EventLoopGroup group, Received received, Pace pace) throws InterruptedException {
    Channel listener =
        new ServerBootstrap()
            .group(group)
            .channel(EpollServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpContentDecompressor(0),
                            new HttpObjectAggregator(MAX_MESSAGE_BYTES),
                            new HttpSink(received, pace));
                  }
                })
            .bind(Ports.local(0))
            .sync()
            .channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    for (LoadSignal signal : LoadSignal.values()) {
      if (request.uri().equals(signal.httpPath())) {
        received.add(signal, ByteBufUtil.getBytes(request.content()));
        pace.answer(() -> answer(context, HttpResponseStatus.OK));
        return;
      }
    }
    answer(context, HttpResponseStatus.NOT_FOUND);
  }

  private static void answer(ChannelHandlerContext context, HttpResponseStatus status) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    response.headers().set("content-type", "application/x-protobuf").set("content-length", 0);
    var unused = context.writeAndFlush(response);
  }
}
