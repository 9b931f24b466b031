package dev.millrace.net;

import dev.millrace.data.Packed;
import dev.millrace.net.compression.ChunkGatherer;
import dev.millrace.net.compression.Coding;
import dev.millrace.net.compression.Decompressor;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one request's body into one array, decompressed: at most so many bytes as they come, so
 * many decompressed, and never more than the server's budget has left. One event loop's.
 */
final class RequestBody implements Decompressor.Output {
  private static final int FIRST_BYTES = 8 * 1024;
  // A body of known length gets its array at once up to here; a larger one earns it by arriving.
  private static final int TRUSTED_BYTES = 1024 * 1024;

  private final long limitBytes;
  private final ByteBudget budget;
  private final int expectedBytes;
  private final @Nullable Decompressor decompressor;
  private final ChunkGatherer inflated = new ChunkGatherer();
  private byte[] array = new byte[0];
  private int length;
  private long wireBytes;
  private long reservedBytes;
  private final @Nullable String kept;
  private byte[] packed = new byte[0];

  /**
   * Prepares for a body.
   *
   * @param declaredBytes its {@code Content-Length}, -1 when not given
   */
  RequestBody(long limitBytes, ByteBudget budget, long declaredBytes, @Nullable Coding coding) {
    this(limitBytes, budget, declaredBytes, coding, null);
  }

  /** Keeps what comes as well, where {@code kept} names its coding. */
  RequestBody(
      long limitBytes,
      ByteBudget budget,
      long declaredBytes,
      @Nullable Coding coding,
      @Nullable String kept) {
    this.kept = kept;
    this.limitBytes = limitBytes;
    this.budget = budget;
    this.decompressor = coding == null ? null : coding.decompressor();
    this.expectedBytes =
        coding == null ? (int) Math.max(0, Math.min(declaredBytes, limitBytes)) : 0;
  }

  /** Borrows {@code content}. */
  void write(ByteBuf content) throws Exception {
    int count = content.readableBytes();
    wireBytes += count;
    if (wireBytes > limitBytes) {
      throw new BodyTooLargeException(limitBytes);
    }
    if (count == 0) {
      return;
    }
    if (decompressor == null) {
      ensure(count);
      content.readBytes(array, length, count);
      length += count;
    } else if (kept != null) {
      int from = (int) wireBytes - count;
      if (packed.length < wireBytes) {
        packed = Arrays.copyOf(packed, (int) Math.max(wireBytes, 2L * packed.length));
      }
      content.readBytes(packed, from, count);
      decompressor.write(packed, from, count, this);
      reserve(inflated.heldBytes());
    } else if (content.hasArray()) {
      decompressor.write(
          content.array(), content.arrayOffset() + content.readerIndex(), count, this);
      reserve(inflated.heldBytes());
    } else {
      byte[] copy = new byte[count];
      content.readBytes(copy);
      decompressor.write(copy, 0, count, this);
      reserve(inflated.heldBytes());
    }
  }

  @Override
  public void expect(long bytes) throws IOException {
    if (bytes > limitBytes - inflated.length()) {
      throw new BodyTooLargeException(limitBytes);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (inflated.length() + count > limitBytes) {
      throw new BodyTooLargeException(limitBytes);
    }
    inflated.write(bytes, offset, count);
    reserve(inflated.heldBytes());
  }

  /** The whole body, an array of its own. */
  byte[] finish() throws IOException {
    if (decompressor != null) {
      decompressor.finish();
      decompressor.close();
    }
    byte[] body = decompressor == null ? plain() : inflated.toByteArray();
    inflated.close();
    array = body;
    if (kept != null && packed.length != wireBytes) {
      packed = Arrays.copyOf(packed, (int) wireBytes);
    }
    long spare = Math.max(0, reservedBytes - body.length - packed.length);
    budget.release(spare);
    reservedBytes -= spare;
    return body;
  }

  /** The body as it came, null unless that was to be kept; after {@link #finish}. */
  @Nullable Packed packed() {
    return kept == null ? null : new Packed(kept, packed);
  }

  private byte[] plain() {
    return array.length == length ? array : Arrays.copyOf(array, length);
  }

  /** The body is not needed any more, or never will be; may be called twice. */
  void release() {
    if (decompressor != null) {
      decompressor.close();
    }
    inflated.close();
    budget.release(reservedBytes);
    reservedBytes = 0;
    array = new byte[0];
    packed = new byte[0];
    length = 0;
  }

  private void ensure(int count) throws IOException {
    int needed = length + count;
    if (needed <= array.length) {
      return;
    }
    long grown = Math.max(Math.max(FIRST_BYTES, array.length * 2L), needed);
    if (expectedBytes >= needed) {
      grown = expectedBytes <= TRUSTED_BYTES ? expectedBytes : Math.min(grown, expectedBytes);
    }
    int size = (int) Math.min(grown, limitBytes);
    reserve(size);
    array = Arrays.copyOf(array, size);
  }

  // What the decompressor holds beside the body counts too.
  private void reserve(long bodyBytes) throws IOException {
    long held = decompressor == null ? 0 : decompressor.heldBytes();
    long more = bodyBytes + held + packed.length - reservedBytes;
    if (more > 0) {
      if (!budget.tryReserve(more)) {
        throw new BudgetExceededException();
      }
      reservedBytes += more;
    }
  }

  /** The server holds as much as it may. */
  static final class BudgetExceededException extends IOException {
    private static final long serialVersionUID = 1L;

    BudgetExceededException() {
      super("too many bytes of requests are in flight; retry later");
    }
  }
}
