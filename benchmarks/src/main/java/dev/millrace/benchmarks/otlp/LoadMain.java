package dev.millrace.benchmarks.otlp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests. Answers on standard input: {@code do=open protocol=grpc port=4317 signal=traces
 * items=500 coding=none connections=2 inflight=4}, {@code do=run millis=1000 rate=0} with items a
 * second or 0 for as many as are taken, {@code do=close}.
 */
public final class LoadMain {
  private LoadMain() {}

  /** Runs until standard input ends. */
  public static void main(String[] args) throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    Slot slot = new Slot();
    Worker.serve(
        new Words().with("ready", true),
        question -> {
          switch (question.text("do")) {
            case "open" -> {
              slot.load = Load.connect(group, question);
              return slot.get().about();
            }
            case "run" -> {
              return slot.get().run(question.number("millis"), question.number("rate"));
            }
            default -> {
              slot.get().close();
              return new Words().with("closed", true);
            }
          }
        });
    System.exit(0); // its threads would keep it
  }

  private static final class Slot {
    private @Nullable Load load;

    Load get() {
      if (load == null) {
        throw new IllegalStateException("nothing is open");
      }
      return load;
    }
  }
}
