package dev.millrace.benchmarks.otlp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends OTLP/HTTP/1.1, one request after the other. */
final class HttpSender implements Sender {
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private final Channel channel;
  private final Requests requests;
  private final AtomicReference<@Nullable Answered> waiting;

  private HttpSender(
      Channel channel, Requests requests, AtomicReference<@Nullable Answered> waiting) {
    this.channel = channel;
    this.requests = requests;
    this.waiting = waiting;
  }

  static Sender connect(EventLoopGroup group, int port, Requests requests)
      throws InterruptedException {
    AtomicReference<@Nullable Answered> waiting = new AtomicReference<>();
    Channel channel =
        new Bootstrap()
            .group(group)
            .channel(EpollSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    connection
                        .pipeline()
                        .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(MAX_ANSWER_BYTES),
                            new Answers(waiting));
                  }
                })
            .connect(Ports.local(port))
            .sync()
            .channel();
    return new HttpSender(channel, requests, waiting);
  }

  @Override
  public int mostInFlight() {
    return 1;
  }

  @Override
  public void send(byte[] request, Answered answered) {
    waiting.set(answered);
    FullHttpRequest message =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            requests.signal().httpPath(),
            Unpooled.wrappedBuffer(request));
    message
        .headers()
        .set("host", "localhost")
        .set("content-type", "application/x-protobuf")
        .set("content-length", request.length);
    if (requests.coding() != Requests.Coding.NONE) {
      message.headers().set("content-encoding", requests.coding().text());
    }
    var unused = channel.writeAndFlush(message);
  }

  @Override
  public void close() {
    var unused = channel.close();
  }

  private static final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final AtomicReference<@Nullable Answered> waiting;

    Answers(AtomicReference<@Nullable Answered> waiting) {
      this.waiting = waiting;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
      int status = answer.status().code();
      boolean isWhole = !answer.content().isReadable();
      if (status == 200 && isWhole) {
        tell(Result.TAKEN);
      } else {
        tell(status == 503 || status == 429 ? Result.REFUSED : Result.FAILED);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      tell(Result.FAILED);
    }

    private void tell(Result result) {
      Answered answered = waiting.getAndSet(null);
      if (answered != null) {
        answered.answered(result);
      }
    }
  }
}
