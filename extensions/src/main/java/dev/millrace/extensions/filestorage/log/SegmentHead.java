package dev.millrace.extensions.filestorage.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a segment. Their layout holds for all versions of the format.
 *
 * @param index one higher than that of the segment before it, which may be gone by now
 * @param first number of the first record
 * @param itemsBefore items in all records that were ever before it
 */
record SegmentHead(int index, long first, long itemsBefore, long salt) {
  static final int VERSION = 1;
  static final int BYTES = 44;

  private static final long MAGIC = 0x4d494c4c524c4f47L; // MILLRLOG
  private static final int CRC_AT = BYTES - 4;

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putLong(MAGIC)
        .putInt(VERSION)
        .putInt(index)
        .putLong(first)
        .putLong(itemsBefore)
        .putLong(salt);
    out.putInt(Checksum.of(out.array(), 0, CRC_AT));
    return out.flip();
  }

  /**
   * Reads it; null when it is damaged, which does no harm: the name has the most of it.
   *
   * @throws NewerVersionException when it is intact and of a version that we do not know
   */
  static @Nullable SegmentHead decode(byte[] bytes, Object file) throws NewerVersionException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    boolean isIntact = in.getLong() == MAGIC && in.getInt(CRC_AT) == Checksum.of(bytes, 0, CRC_AT);
    if (!isIntact) {
      return null;
    }
    int version = in.getInt();
    if (version > VERSION) {
      throw new NewerVersionException(file, version, VERSION);
    }
    return new SegmentHead(in.getInt(), in.getLong(), in.getLong(), in.getLong());
  }
}
