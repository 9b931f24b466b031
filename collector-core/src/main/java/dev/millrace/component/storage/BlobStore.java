package dev.millrace.component.storage;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Small values by key: checkpoints, last answers. A value is there as a whole or not at all,
 * whenever the process ends.
 *
 * <p>Threading: any thread; changes of one store happen in the order of the calls. Failures are
 * {@link java.io.IOException}s: a full disk, or a value that is proved corrupt.
 */
public interface BlobStore {
  /** Most bytes of a value. */
  int MAX_BYTES = 16 << 20;

  /** The value of a key, null when there is none. */
  CompletionStage<byte @Nullable []> get(String key);

  /** Sets a value; completes when it is on disk. */
  CompletionStage<Void> put(String key, byte[] value);

  /** Forgets a key; nothing happens when there is none. */
  CompletionStage<Void> delete(String key);

  /** Completes when everything before it is done. Later calls fail. */
  CompletionStage<Void> close();
}
