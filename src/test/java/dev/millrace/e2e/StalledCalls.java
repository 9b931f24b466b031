package dev.millrace.e2e;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * gRPC calls that announce a message, send a part of it and then nothing more. Speaks HTTP/2
 * itself: no gRPC library stops in the middle of a message.
 */
final class StalledCalls implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final List<Channel> connections = new ArrayList<>();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

  /** Opens so many calls, evenly on so many connections; each sends {@code bytes}. */
  void open(int port, int connectionCount, int calls, int bytes) throws Exception {
    ByteBuf piece = Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes).writeZero(bytes));
    for (int i = 0; i < connectionCount; i++) {
      connections.add(connect(port));
    }
    for (int i = 0; i < calls; i++) {
      call(connections.get(i % connectionCount), 2 * bytes, piece.duplicate());
    }
  }

  private Channel connect(int port) throws InterruptedException {
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        Http2FrameCodecBuilder.forClient().build(),
                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
              }
            })
        .connect("127.0.0.1", port)
        .sync()
        .channel();
  }

  private void call(Channel connection, int announced, ByteBuf piece) throws Exception {
    Channel stream =
        new Http2StreamChannelBootstrap(connection).handler(new Answer()).open().sync().getNow();
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme("http")
            .authority("localhost")
            .path("/opentelemetry.proto.collector.trace.v1.TraceService/Export")
            .set("content-type", "application/grpc")
            .set("te", "trailers");
    stream.write(new DefaultHttp2HeadersFrame(headers));
    ByteBuf prefix = Unpooled.buffer(5).writeByte(0).writeInt(announced);
    stream.write(new DefaultHttp2DataFrame(prefix));
    stream.writeAndFlush(new DefaultHttp2DataFrame(piece));
  }

  /**
   * How many calls were answered with what: {@code 14+delay} for UNAVAILABLE with details, {@code
   * reset} for one that was only reset.
   */
  Map<String, Long> answers() {
    Map<String, Long> counts = new TreeMap<>();
    answers.forEach((answer, count) -> counts.put(answer, count.sum()));
    return counts;
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Answer extends ChannelInboundHandlerAdapter {
    private boolean answered;

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      if (frame instanceof Http2HeadersFrame headers && headers.isEndStream()) {
        boolean hasDelay = headers.headers().contains("grpc-status-details-bin");
        note(headers.headers().get("grpc-status") + (hasDelay ? "+delay" : ""));
      } else if (frame instanceof Http2ResetFrame) {
        note("reset");
      }
      ReferenceCountUtil.release(frame);
    }

    private void note(String answer) {
      if (!answered) {
        answered = true;
        answers.computeIfAbsent(answer, key -> new LongAdder()).increment();
      }
    }
  }
}
