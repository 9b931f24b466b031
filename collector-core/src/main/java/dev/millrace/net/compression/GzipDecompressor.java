package dev.millrace.net.compression;

import dev.millrace.net.compression.DeflateDecompressor.Inflating;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/** Reads gzip streams of one or more members (RFC 1952 2.2), with their checksums. */
final class GzipDecompressor implements Decompressor {
  private static final int FIXED_HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int RESERVED_FLAGS = 0xe0;

  private enum Part {
    FIXED,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    HEADER_CRC,
    BODY,
    TRAILER
  }

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] fields = new byte[FIXED_HEADER_BYTES];
  private Part part = Part.FIXED;
  private int seen;
  private int extraBytes;
  private int flags;
  private boolean anyMember;

  @Override
  public void write(byte[] array, int offset, int length, Output output) throws Exception {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (part == Part.BODY) {
        at = inflate(array, at, end, output);
      } else {
        field(array[at++]);
      }
    }
  }

  @Override
  public void finish() throws IOException {
    if (!anyMember || part != Part.FIXED || seen > 0) {
      throw new IOException("gzip: unexpected end of the stream");
    }
  }

  @Override
  public long heldBytes() {
    return Inflating.HELD_BYTES;
  }

  @Override
  public void close() {
    inflater.end();
  }

  private int inflate(byte[] array, int at, int end, Output output) throws Exception {
    inflater.setInput(array, at, end - at);
    Inflating.drain(
        inflater,
        "gzip",
        (bytes, from, count) -> {
          crc.update(bytes, from, count);
          output.write(bytes, from, count);
        });
    if (inflater.finished()) {
      next(Part.TRAILER);
    }
    return end - inflater.getRemaining();
  }

  private void field(byte value) throws IOException {
    switch (part) {
      case FIXED -> fixed(value);
      case EXTRA_LENGTH -> extraLength(value);
      case EXTRA -> {
        if (++seen == extraBytes) {
          afterExtra();
        }
      }
      case NAME -> {
        if (value == 0) {
          afterName();
        }
      }
      case COMMENT -> {
        if (value == 0) {
          afterComment();
        }
      }
      case HEADER_CRC -> {
        if (++seen == 2) {
          body();
        }
      }
      case TRAILER -> trailer(value);
      case BODY -> throw new IllegalStateException("the body is inflated, not read by field");
    }
  }

  private void fixed(byte value) throws IOException {
    fields[seen++] = value;
    boolean wrong =
        switch (seen) {
          case 1 -> value != 0x1f;
          case 2 -> value != (byte) 0x8b;
          case 3 -> value != 8;
          case 4 -> (value & RESERVED_FLAGS) != 0;
          default -> false;
        };
    if (wrong) {
      throw new IOException("gzip: invalid header");
    }
    if (seen == FIXED_HEADER_BYTES) {
      flags = fields[3];
      if ((flags & FLAG_EXTRA) != 0) {
        next(Part.EXTRA_LENGTH);
      } else {
        afterExtra();
      }
    }
  }

  private void extraLength(byte value) {
    fields[seen++] = value;
    if (seen == 2) {
      extraBytes = (fields[0] & 0xff) | (fields[1] & 0xff) << 8;
      if (extraBytes == 0) {
        afterExtra();
      } else {
        next(Part.EXTRA);
      }
    }
  }

  private void afterExtra() {
    if ((flags & FLAG_NAME) != 0) {
      next(Part.NAME);
    } else {
      afterName();
    }
  }

  private void afterName() {
    if ((flags & FLAG_COMMENT) != 0) {
      next(Part.COMMENT);
    } else {
      afterComment();
    }
  }

  private void afterComment() {
    if ((flags & FLAG_HEADER_CRC) != 0) {
      next(Part.HEADER_CRC);
    } else {
      body();
    }
  }

  private void body() {
    inflater.reset();
    crc.reset();
    next(Part.BODY);
  }

  private void trailer(byte value) throws IOException {
    fields[seen++] = value;
    if (seen == TRAILER_BYTES) {
      if (littleEndian(0) != (int) crc.getValue()
          || littleEndian(4) != (int) inflater.getBytesWritten()) {
        throw new IOException("gzip: invalid checksum");
      }
      anyMember = true;
      next(Part.FIXED);
    }
  }

  private int littleEndian(int at) {
    return (fields[at] & 0xff)
        | (fields[at + 1] & 0xff) << 8
        | (fields[at + 2] & 0xff) << 16
        | (fields[at + 3] & 0xff) << 24;
  }

  private void next(Part following) {
    part = following;
    seen = 0;
  }
}
