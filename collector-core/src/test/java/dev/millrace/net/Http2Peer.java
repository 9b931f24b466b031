package dev.millrace.net;

import dev.millrace.testkit.TestCertificates.Identity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of HTTP/2 over TLS that answers with the size of what it got. */
@SuppressWarnings("try") // closing waits
final class Http2Peer implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Channel listening;

  /** How many there have been. */
  final AtomicInteger opened = new AtomicInteger();

  /** What came: method, path and body. */
  final Queue<String> requests = new ConcurrentLinkedQueue<>();

  /** The next so many requests are refused before they are looked at. */
  final AtomicInteger refusals = new AtomicInteger();

  volatile boolean isSilent;

  /** With so many streams a connection; with none, over HTTP/1.1. */
  Http2Peer(Identity identity, int maxStreams) throws Exception {
    SslContext ssl =
        SslContextBuilder.forServer(identity.certificate().toFile(), identity.key().toFile())
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    maxStreams > 0 ? "h2" : "http/1.1"))
            .build();
    listening =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    opened.incrementAndGet();
                    connections.add(channel);
                    channel.pipeline().addLast(ssl.newHandler(channel.alloc()));
                    if (maxStreams > 0) {
                      http2(channel, maxStreams);
                    } else {
                      channel
                          .pipeline()
                          .addLast(
                              new HttpServerCodec(),
                              new HttpObjectAggregator(64 << 20),
                              new Answers());
                    }
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
  }

  private void http2(Channel channel, int maxStreams) {
    channel
        .pipeline()
        .addLast(
            Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(maxStreams))
                .autoAckPingFrame(false)
                .gracefulShutdownTimeoutMillis(0)
                .build(),
            new Http2MultiplexHandler(streams()));
  }

  private ChannelInitializer<Channel> streams() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel stream) {
        stream
            .pipeline()
            .addLast(
                new Http2StreamFrameToHttpObjectCodec(true),
                new HttpObjectAggregator(64 << 20),
                new Answers());
      }

      @Override
      public boolean isSharable() {
        return true;
      }
    };
  }

  URI uri() {
    return URI.create(
        "https://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort() + "/p?q=1");
  }

  void sayGoodbye() throws InterruptedException {
    for (Channel connection : connections) {
      connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR)).sync();
    }
  }

  @Override
  public void close() throws Exception {
    listening.close().sync();
    connections.close().sync();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  private final class Answers extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      if (isSilent) {
        return;
      }
      if (refusals.getAndDecrement() > 0) {
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
        return;
      }
      byte[] body = ByteBufUtil.getBytes(request.content());
      requests.add(
          request.method()
              + " "
              + request.uri()
              + " "
              + request.headers().get(HttpHeaderNames.HOST)
              + " "
              + body.length);
      byte[] said = ("got " + body.length).getBytes(StandardCharsets.UTF_8);
      DefaultFullHttpResponse answer =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(said));
      answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, said.length);
      ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
  }
}
