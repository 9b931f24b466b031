package dev.millrace.net.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.component.BuildInfo;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Kind;
import dev.millrace.testkit.ManualEventLoop;
import dev.millrace.testkit.RecordingMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class WatchedFileTest {
  private static final Duration STEP = Duration.ofSeconds(2);

  @TempDir Path folder;
  private final ManualEventLoop loop = new ManualEventLoop();

  @Test
  void value_followsTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), " one\n");
    try (WatchedFile<String> watched = open(file)) {
      assertThat(watched.value()).isEqualTo("one");
      Files.writeString(file, "another");
      assertThat(watched.value()).isEqualTo("one");
      loop.advance(STEP);
      assertThat(watched.value()).isEqualTo("another");
    }
  }

  /** Kubernetes: token is a link into ..data, which is a link that is swapped for another. */
  @Test
  void value_followsSwappedLinks() throws Exception {
    Path first = Files.createDirectory(folder.resolve("..1"));
    Path second = Files.createDirectory(folder.resolve("..2"));
    Files.writeString(first.resolve("token"), "aaa");
    Files.writeString(second.resolve("token"), "bbb");
    Files.setLastModifiedTime(
        second.resolve("token"), Files.getLastModifiedTime(first.resolve("token")));
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
    Path token = Files.createSymbolicLink(folder.resolve("token"), Path.of("..data", "token"));
    try (WatchedFile<String> watched = open(token)) {
      assertThat(watched.value()).isEqualTo("aaa");
      Path swapped = Files.createSymbolicLink(folder.resolve("..tmp"), second);
      Files.move(swapped, data, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      loop.advance(STEP);
      assertThat(watched.value()).isEqualTo("bbb");
    }
  }

  @Test
  void value_staysWhenTheFileGoesOrSaysNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "one");
    try (WatchedFile<String> watched = open(file)) {
      Files.writeString(file, "");
      loop.advance(STEP);
      assertThat(watched.value()).isEqualTo("one");
      Files.delete(file);
      loop.advance(STEP.multipliedBy(3));
      assertThat(watched.value()).isEqualTo("one");
      Files.writeString(file, "two");
      loop.advance(STEP);
      assertThat(watched.value()).isEqualTo("two");
    }
  }

  @Test
  void close_endsLooking() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "one");
    WatchedFile<String> watched = open(file);
    watched.close();
    Files.writeString(file, "another");
    loop.advance(STEP.multipliedBy(2));
    assertThat(watched.value()).isEqualTo("one");
  }

  @Test
  void open_failsWithASentence() throws Exception {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> open(none)).rootCause().isInstanceOf(IOException.class);
    assertThatThrownBy(() -> open(none))
        .hasRootCauseMessage(none.toString())
        .cause()
        .hasMessage("cannot read \"%s\": no such file".formatted(none));
    Path empty = Files.writeString(folder.resolve("empty"), " \n");
    assertThatThrownBy(() -> open(empty))
        .cause()
        .hasMessage("cannot read \"%s\": it is empty".formatted(empty));
    Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> open(large)).cause().hasMessageEndingWith("longer than 1 MiB");
  }

  private WatchedFile<String> open(Path file) throws Exception {
    ComponentSettings settings =
        new ComponentSettings(
            ComponentId.parse("test"),
            Kind.EXTENSION,
            Set.of(),
            LoggerFactory.getLogger("test"),
            new RecordingMeter(),
            loop.executor(),
            atOnce(),
            new BuildInfo("millrace", "Millrace", "test"));
    return WatchedFile.open(file.toString(), WatchedFile::secret, settings)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static ExecutorService atOnce() {
    return new AbstractExecutorService() {
      @Override
      public void execute(Runnable command) {
        command.run();
      }

      @Override
      public void shutdown() {}

      @Override
      public List<Runnable> shutdownNow() {
        return List.of();
      }

      @Override
      public boolean isShutdown() {
        return false;
      }

      @Override
      public boolean isTerminated() {
        return false;
      }

      @Override
      public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
      }
    };
  }
}
