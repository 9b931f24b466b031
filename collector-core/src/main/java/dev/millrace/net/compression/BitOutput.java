package dev.millrace.net.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes bits, the lowest first, as deflate packs them. One thread. */
final class BitOutput {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int BYTES = 8 * 1024;

  private final byte[] buffer = new byte[BYTES];
  private int length;
  private long bits;
  private int bitCount;

  /** Adds up to 32 bits; there are none above them in {@code value}. */
  void put(int value, int count, OutputStream out) throws IOException {
    bits |= (value & 0xffffffffL) << bitCount;
    bitCount += count;
    if (bitCount >= Integer.SIZE) {
      if (length > BYTES - Integer.BYTES) {
        drain(out);
      }
      INT.set(buffer, length, (int) bits);
      length += Integer.BYTES;
      bits >>>= Integer.SIZE;
      bitCount -= Integer.SIZE;
    }
  }

  /** Goes on at the next whole byte; everything is handed on. */
  void align(OutputStream out) throws IOException {
    drain(out);
    while (bitCount > 0) {
      buffer[length++] = (byte) bits;
      bits >>>= Byte.SIZE;
      bitCount -= Byte.SIZE;
    }
    bits = 0;
    bitCount = 0;
    drain(out);
  }

  /** Forgets what is not handed on. */
  void clear() {
    length = 0;
    bits = 0;
    bitCount = 0;
  }

  private void drain(OutputStream out) throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }
}
