package dev.millrace.benchmarks.otlp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A backend that takes everything over OTLP/gRPC and OTLP/HTTP, counts the items, and looks when
 * they were sent. Answers on standard input: {@code do=clear}, {@code do=report}, {@code do=delay
 * millis=100}.
 */
public final class SinkMain {
  private SinkMain() {}

  /** Runs until standard input ends. */
  public static void main(String[] args) throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    Received received = new Received();
    Pace pace = new Pace();
    int grpc = GrpcSink.start(group, received, pace);
    int http = HttpSink.start(group, received, pace);
    Worker.serve(
        new Words().with("grpc", grpc).with("http", http),
        question -> {
          switch (question.text("do")) {
            case "clear" -> received.clear();
            case "delay" -> pace.millis = question.number("millis");
            default -> {}
          }
          return received.report();
        });
    System.exit(0); // its threads would keep it
  }

  /** How long an answer waits. */
  static final class Pace {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile long millis;

    void answer(Runnable answer) {
      long wait = millis;
      if (wait == 0) {
        answer.run();
      } else {
        var unused = timer.schedule(answer, wait, TimeUnit.MILLISECONDS);
      }
    }
  }
}
