package dev.millrace.net.compression;

import java.io.IOException;

/** What an LZ4 frame says of itself at its start. */
final class Lz4Descriptor {
  private static final int VERSION_MASK = 0xc0;
  private static final int VERSION = 0x40;
  private static final int INDEPENDENT = 0x20;
  private static final int BLOCK_CHECKSUM = 0x10;
  private static final int CONTENT_SIZE = 0x08;
  private static final int CONTENT_CHECKSUM = 0x04;
  private static final int RESERVED = 0x02;
  private static final int DICTIONARY = 0x01;
  private static final int RESERVED_SIZE_BITS = 0x8f;
  private static final int SMALLEST_SIZE = 4;
  private static final int MAX_BYTES = 11;

  private final byte[] bytes = new byte[MAX_BYTES];
  private int seen;

  /** Takes the next byte; the last one is a checksum of the others. */
  boolean isCompleteWith(byte value) throws IOException {
    bytes[seen++] = value;
    if (seen == 1) {
      Lz4Decompressor.check(
          (value & VERSION_MASK) == VERSION && !has(RESERVED), "unknown version of the format");
      Lz4Decompressor.check(!has(DICTIONARY), "preset dictionaries are not supported");
    } else if (seen == 2) {
      Lz4Decompressor.check(
          (value & RESERVED_SIZE_BITS) == 0 && value >> 4 >= SMALLEST_SIZE, "invalid header");
    }
    int wanted = has(CONTENT_SIZE) ? MAX_BYTES : MAX_BYTES - Long.BYTES;
    if (seen < wanted) {
      return false;
    }
    XxHash32 sum = new XxHash32();
    sum.update(bytes, 0, wanted - 1);
    Lz4Decompressor.check(
        (byte) (sum.value() >>> 8) == bytes[wanted - 1], "invalid checksum of the header");
    return true;
  }

  boolean isLinked() {
    return !has(INDEPENDENT);
  }

  boolean hasBlockChecksum() {
    return has(BLOCK_CHECKSUM);
  }

  boolean hasContentChecksum() {
    return has(CONTENT_CHECKSUM);
  }

  /** 64 KiB, 256 KiB, 1 MiB or 4 MiB. */
  int maxBlockBytes() {
    return 1 << (8 + 2 * (bytes[1] >> 4));
  }

  /** -1 when it does not say. */
  long contentBytes() {
    if (!has(CONTENT_SIZE)) {
      return -1;
    }
    long size = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      size = size << 8 | (bytes[2 + i] & 0xff);
    }
    return size < 0 ? Long.MAX_VALUE : size;
  }

  private boolean has(int flag) {
    return (bytes[0] & flag) != 0;
  }
}
