package dev.millrace.component.storage;

import dev.millrace.component.Extension;
import java.util.concurrent.CompletionStage;

/**
 * Keeps data of other components beyond the end of the process.
 *
 * <p>Threading: any thread may call; nothing blocks, the disk is used on named threads of its own,
 * and futures complete on those. Ownership: whoever opens something closes it; what is still open
 * when the extension shuts down is closed then.
 */
public interface StorageExtension extends Extension {

  /**
   * Opens a log of batches, with what an earlier process left in it. Completes exceptionally with a
   * {@link dev.millrace.component.StartException} when it cannot be read, when a newer release has
   * written it, or when it is open already.
   */
  CompletionStage<BatchLog> openLog(StorageName name);

  /** Opens a store of values, as {@link #openLog}. */
  CompletionStage<BlobStore> openBlobs(StorageName name);
}
