package dev.millrace.net.auth;

import dev.millrace.component.ComponentSettings;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a small file says, read again when it changes. It is asked for every two seconds: Kubernetes
 * swaps symbolic links, which file system events miss. When the file goes or says nothing of use
 * the last good value stays, with a warning.
 *
 * <p>Threading: any thread; files are read on the blocking executor. Bounds: files of 1 MiB.
 * Ownership: whoever opens one closes it.
 *
 * @param <T> what the file stands for
 */
@SuppressWarnings("FutureReturnValueIgnored") // timers and reading end what callers hold
public final class WatchedFile<T> implements AutoCloseable {
  private static final int MAX_BYTES = 1 << 20;
  private static final long INTERVAL_SECONDS = 2;

  /** Turns the text of a file into what it stands for. */
  public interface Parser<T> {
    /** Fails with a sentence about what is wrong, without what may be secret. */
    T parse(String text) throws IOException;
  }

  /** What tells that a file has changed; symbolic links are followed. */
  private record Stamp(FileTime modified, long bytes, @Nullable Object file) {}

  private final String path;
  private final Parser<T> parser;
  private final ComponentSettings settings;
  private final Logger logger;
  private final CompletableFuture<WatchedFile<T>> opened = new CompletableFuture<>();

  private volatile @Nullable T value;
  private volatile boolean closed;
  private volatile @Nullable Future<?> timer;
  private @Nullable Stamp stamp; // of the one reading that is under way
  private String lastTrouble = "";

  private WatchedFile(String path, Parser<T> parser, ComponentSettings settings) {
    this.path = path;
    this.parser = parser;
    this.settings = settings;
    this.logger = settings.logger();
  }

  /** Reads the file once and watches it; fails with an IOException whose message is a sentence. */
  public static <T> CompletionStage<WatchedFile<T>> open(
      String path, Parser<T> parser, ComponentSettings settings) {
    WatchedFile<T> file = new WatchedFile<>(path, parser, settings);
    file.look();
    return file.opened;
  }

  /** The text without blanks around it; a file of blanks alone is refused. */
  public static String secret(String text) throws IOException {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      throw new IOException("it is empty");
    }
    return stripped;
  }

  /** What the file said when it was last good. */
  public T value() {
    T present = value;
    if (present == null) {
      throw new IllegalStateException("not open");
    }
    return present;
  }

  /** Looks no more. */
  @Override
  public void close() {
    closed = true;
    Future<?> next = timer;
    if (next != null) {
      next.cancel(false);
    }
  }

  private void look() {
    try {
      settings.blocking().execute(this::refresh);
    } catch (RejectedExecutionException e) {
      if (value == null) {
        opened.completeExceptionally(new IOException("too much blocking work waits", e));
      } else {
        lookLater();
      }
    }
  }

  private void lookLater() {
    if (!closed) {
      timer = settings.eventLoop().schedule(this::look, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void refresh() {
    try {
      Stamp now = stampOf(Path.of(path));
      if (!now.equals(stamp)) {
        T read = parser.parse(read(Path.of(path)));
        boolean isFirst = value == null;
        value = read;
        stamp = now;
        if (!isFirst) {
          logger.info("read \"{}\" again: it has changed", path);
        }
      }
      lastTrouble = "";
    } catch (NoSuchFileException e) {
      failed("no such file", e);
    } catch (IOException | InvalidPathException e) {
      failed(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      failed("it cannot be understood", e);
    }
    if (value != null) {
      lookLater();
      opened.complete(this);
    }
  }

  private void failed(String trouble, Exception cause) {
    if (value == null) {
      opened.completeExceptionally(
          new IOException("cannot read \"%s\": %s".formatted(path, trouble), cause));
    } else if (!trouble.equals(lastTrouble)) {
      lastTrouble = trouble;
      logger.warn(
          "cannot read \"{}\" again: {}; what it said before stays in use until it is mended",
          path,
          trouble);
    }
  }

  private static Stamp stampOf(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
  }

  private static String read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is longer than 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
