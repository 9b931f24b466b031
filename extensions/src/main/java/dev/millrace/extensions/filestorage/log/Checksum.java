package dev.millrace.extensions.filestorage.log;

import java.util.zip.CRC32C;

/** CRC32C in the forms that the format wants. */
final class Checksum {

  private Checksum() {}

  /** Of a range of bytes. */
  static int of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** Of two arrays, one after the other. */
  static int of(byte[] first, byte[] second) {
    CRC32C crc = new CRC32C();
    crc.update(first);
    crc.update(second);
    return (int) crc.getValue();
  }

  /** Of a salt followed by a range of bytes. */
  static int of(long salt, byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    for (int shift = 56; shift >= 0; shift -= 8) {
      crc.update((int) (salt >>> shift));
    }
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
