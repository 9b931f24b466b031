package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Fails a test in which buffers of Netty's were forgotten, as its leak detector tells. */
public final class Leaks implements AutoCloseable {
  private static final int ROUNDS = 3;

  private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  private final List<String> found = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          found.add(event.getFormattedMessage());
        }
      };

  private Leaks() {
    appender.start();
    logger.addAppender(appender);
  }

  /** Listens from now on. */
  public static Leaks watch() {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    return new Leaks();
  }

  /** The detector finds what the garbage collector has found, when the next buffer is made. */
  @Override
  public void close() {
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
      ByteBufAllocator.DEFAULT.heapBuffer(16).release();
    }
    logger.detachAppender(appender);
    assertThat(found).isEmpty();
  }
}
