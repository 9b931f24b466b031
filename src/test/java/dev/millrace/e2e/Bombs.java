package dev.millrace.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Small bodies that decompress to gigabytes of zeros, written by hand where need be. */
final class Bombs {
  private static final int MEGABYTE = 1 << 20;
  private static final int ZSTD_BLOCK = 128 * 1024;
  private static final int SNAPPY_CHUNK = 64 * 1024;

  private Bombs() {}

  /** By the name of the coding; none is more than 4 MB. */
  static Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("gzip", repeated(gzip(10 * MEGABYTE), 300));
    all.put("zlib", zlib(200 * MEGABYTE));
    all.put("deflate", zlib(200 * MEGABYTE));
    all.put("zstd", repeated(zstd(8 * 1024, 0x58), 10));
    all.put("snappy", snappy(1000));
    all.put("x-snappy-framed", snappy(1000));
    all.put("lz4", lz4(100));
    return all;
  }

  private static byte[] repeated(byte[] part, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(int zeros) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(new byte[zeros]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] zlib(int zeros) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      for (int i = 0; i < zeros; i += MEGABYTE) {
        out.write(new byte[MEGABYTE]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * A frame of blocks that say "so many times this byte", four bytes each.
   *
   * @param window the window descriptor; 0xf8 asks for terabytes of memory
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1">RFC 8878 3.1.1</a>
   */
  static byte[] zstd(int blocks, int window) {
    ByteBuffer out = ByteBuffer.allocate(6 + 4 * blocks).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0xfd2fb528).put((byte) 0).put((byte) window);
    for (int i = 1; i <= blocks; i++) {
      int isLast = i == blocks ? 1 : 0;
      int head = ZSTD_BLOCK << 3 | 1 << 1 | isLast;
      out.put((byte) head).put((byte) (head >> 8)).put((byte) (head >> 16)).put((byte) 0);
    }
    return out.array();
  }

  /** https://github.com/google/snappy/blob/main/framing_format.txt */
  private static byte[] snappy(int chunks) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(new byte[] {(byte) 0x80, (byte) 0x80, 4}); // 65536
    block.writeBytes(new byte[] {0, 0}); // one literal zero
    for (int left = SNAPPY_CHUNK - 1; left > 0; left -= 64) {
      int length = Math.min(64, left);
      block.writeBytes(new byte[] {(byte) ((length - 1) << 2 | 2), 1, 0}); // what was before
    }
    CRC32C crc = new CRC32C();
    crc.update(new byte[SNAPPY_CHUNK]);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    int length = 4 + block.size();
    byte[] chunk =
        ByteBuffer.allocate(4 + length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(length << 8)
            .putInt(masked)
            .put(block.toByteArray())
            .array();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("ff060000734e61507059"));
    out.writeBytes(repeated(chunk, chunks));
    return out.toByteArray();
  }

  /** https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md */
  private static byte[] lz4(int blocks) {
    int runs = 4 * MEGABYTE / 255 - 2;
    ByteBuffer block = ByteBuffer.allocate(runs + 12).order(ByteOrder.LITTLE_ENDIAN);
    block.put((byte) 0x1f).put((byte) 0).putShort((short) 1); // a zero, and what was before
    for (int i = 0; i < runs; i++) {
      block.put((byte) 255);
    }
    block.put((byte) 0).put((byte) 0x50).put(new byte[5]); // five zeros at the end
    byte[] content = java.util.Arrays.copyOf(block.array(), block.position());
    byte[] sized =
        ByteBuffer.allocate(4 + content.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(content.length)
            .put(content)
            .array();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("04224d18607073"));
    out.writeBytes(repeated(sized, blocks));
    out.writeBytes(new byte[4]);
    return out.toByteArray();
  }
}
