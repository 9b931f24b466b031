package dev.millrace.export;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Extension;
import dev.millrace.component.Host;
import dev.millrace.component.StartException;
import dev.millrace.component.storage.BatchLog;
import dev.millrace.component.storage.StorageExtension;
import dev.millrace.component.storage.StorageName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the storage that a queue's settings name. The sentences begin as the Go collector's. */
final class QueueStorage {

  private QueueStorage() {}

  static CompletionStage<BatchLog> open(Host host, ComponentId id, StorageName name) {
    Extension extension = host.extension(id);
    if (extension == null) {
      return failed(
          "no storage client extension found: \"%s\"; configure it, and name it in service::extensions",
          id);
    }
    return extension instanceof StorageExtension found
        ? found.openLog(name)
        : failed(
            "requested extension is not a storage extension: \"%s\"; name one such as file_storage",
            id);
  }

  private static CompletionStage<BatchLog> failed(String sentence, ComponentId id) {
    return CompletableFuture.failedFuture(new StartException(sentence.formatted(id), null));
  }
}
