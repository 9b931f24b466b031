package dev.millrace.extensions.oidc;

import dev.millrace.component.ComponentSettings;
import dev.millrace.net.auth.WatchedFile;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keys in a file that is watched. */
final class FileKeys implements Keys {
  private final WatchedFile<KeySet> file;

  private FileKeys(WatchedFile<KeySet> file) {
    this.file = file;
  }

  static CompletionStage<Keys> open(String path, ComponentSettings settings) {
    return WatchedFile.open(path, text -> KeySet.parse(text, KeySet.ALGORITHMS, false), settings)
        .thenApply(FileKeys::new);
  }

  @Override
  public CompletionStage<KeySet> current() {
    return CompletableFuture.completedFuture(file.value());
  }

  @Override
  public CompletionStage<KeySet> newerThan(KeySet old) {
    return current();
  }

  @Override
  public void close() {
    file.close();
  }
}
