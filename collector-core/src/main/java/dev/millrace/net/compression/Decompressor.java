package dev.millrace.net.compression;

import java.io.IOException;

/**
 * Decompresses a stream that is pushed into it piece by piece. Not thread-safe; holds native memory
 * until {@link #close}.
 */
public interface Decompressor extends AutoCloseable {

  /**
   * Takes the next compressed bytes, and hands on all that they decompress to.
   *
   * @throws IOException when they are no valid stream
   * @throws Exception whatever {@code output} throws; the stream cannot go on after it
   */
  void write(byte[] array, int offset, int length, Output output) throws Exception;

  /**
   * There is no more.
   *
   * @throws IOException when the stream ends in the middle
   */
  void finish() throws IOException;

  /**
   * The memory that it holds for itself at present, native memory included: the history that copies
   * refer to.
   */
  default long heldBytes() {
    return 0;
  }

  /** Frees native memory; may be called twice. */
  @Override
  void close();

  /** Takes decompressed bytes. */
  interface Output {
    /** The array is only lent for the call. */
    void write(byte[] array, int offset, int length) throws Exception;

    /** So many bytes more are to come, the stream says: time to refuse what is too long. */
    default void expect(long bytes) throws Exception {}
  }
}
