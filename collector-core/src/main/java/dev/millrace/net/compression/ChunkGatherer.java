package dev.millrace.net.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Gathers bytes whose number shows only at their end: in chunks that the thread uses again, so that
 * the array which they become is all that is allocated.
 *
 * <p>Threading: one thread at a time. Bounds: the caller's; a thread keeps {@value #MAX_IDLE}
 * chunks.
 */
public final class ChunkGatherer implements AutoCloseable {
  private static final int CHUNK_BYTES = 32 * 1024;
  private static final int MAX_IDLE = 32;
  private static final ThreadLocal<Deque<byte[]>> IDLE = ThreadLocal.withInitial(ArrayDeque::new);

  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] last = new byte[0];
  private int lastLength;

  /** Takes a copy. */
  public void write(byte[] bytes, int offset, int count) {
    int at = offset;
    int left = count;
    while (left > 0) {
      makeRoom();
      int copied = Math.min(left, last.length - lastLength);
      System.arraycopy(bytes, at, last, lastLength, copied);
      lastLength += copied;
      at += copied;
      left -= copied;
    }
  }

  /** Takes what the stream gives at once; returns how many bytes, -1 at its end. */
  public int readFrom(InputStream stream) throws IOException {
    makeRoom();
    int count = stream.read(last, lastLength, last.length - lastLength);
    lastLength += Math.max(0, count);
    return count;
  }

  private void makeRoom() {
    if (lastLength < last.length) {
      return;
    }
    byte[] idle = IDLE.get().pollLast();
    last = idle == null ? new byte[CHUNK_BYTES] : idle;
    chunks.add(last);
    lastLength = 0;
  }

  /** How many bytes there are. */
  public long length() {
    return chunks.isEmpty() ? 0 : (chunks.size() - 1L) * CHUNK_BYTES + lastLength;
  }

  /** How many bytes it holds for them. */
  public long heldBytes() {
    return (long) chunks.size() * CHUNK_BYTES;
  }

  /** All of them, in an array of their own. */
  public byte[] toByteArray() {
    if (chunks.size() == 1) {
      return Arrays.copyOf(last, lastLength);
    }
    byte[] all = new byte[Math.toIntExact(length())];
    int at = 0;
    for (byte[] chunk : chunks) {
      int count = Math.min(CHUNK_BYTES, all.length - at);
      System.arraycopy(chunk, 0, all, at, count);
      at += count;
    }
    return all;
  }

  /** Leaves the chunks to the next; may be called twice. */
  @Override
  public void close() {
    Deque<byte[]> idle = IDLE.get();
    for (byte[] chunk : chunks) {
      if (idle.size() < MAX_IDLE) {
        idle.addLast(chunk);
      }
    }
    chunks.clear();
    last = new byte[0];
    lastLength = 0;
  }
}
