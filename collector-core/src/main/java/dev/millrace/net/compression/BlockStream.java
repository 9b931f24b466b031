package dev.millrace.net.compression;

import java.io.IOException;
import java.io.OutputStream;

/** Cuts what is written into blocks, and lets a format write each. One thread. */
abstract class BlockStream extends OutputStream {
  private final OutputStream out;
  private final byte[] block;
  private int length;
  private boolean closed;

  BlockStream(OutputStream out, int blockBytes) {
    this.out = out;
    this.block = new byte[blockBytes];
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] array, int offset, int count) throws IOException {
    int at = offset;
    int left = count;
    while (left > 0) {
      int copied = Math.min(left, block.length - length);
      System.arraycopy(array, at, block, length, copied);
      length += copied;
      at += copied;
      left -= copied;
      if (length == block.length) {
        writeBlock(block, length);
        length = 0;
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (length > 0) {
        writeBlock(block, length);
      }
      writeEnd();
    }
  }

  /** Writes a block that is not empty. */
  abstract void writeBlock(byte[] plain, int plainBytes) throws IOException;

  /** Writes what follows the last block. */
  abstract void writeEnd() throws IOException;

  /** Puts the low bytes of a number into an array, the lowest first. */
  static void littleEndian(byte[] target, int at, int bytes, int value) {
    for (int i = 0; i < bytes; i++) {
      target[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
