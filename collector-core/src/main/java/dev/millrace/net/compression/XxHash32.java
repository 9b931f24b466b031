package dev.millrace.net.compression;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 32-bit checksum of the LZ4 frame format, with seed 0. One thread.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">xxHash: the
 *     specification</a>
 */
final class XxHash32 {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int PRIME_1 = 0x9E3779B1;
  private static final int PRIME_2 = 0x85EBCA77;
  private static final int PRIME_3 = 0xC2B2AE3D;
  private static final int PRIME_4 = 0x27D4EB2F;
  private static final int PRIME_5 = 0x165667B1;
  private static final int SUM_1_2 = 0x24234428;
  private static final int STRIPE_BYTES = 16;

  private final byte[] stripe = new byte[STRIPE_BYTES];
  private int stripeLength;
  private long length;
  private int lane1;
  private int lane2;
  private int lane3;
  private int lane4;

  XxHash32() {
    reset();
  }

  void reset() {
    stripeLength = 0;
    length = 0;
    lane1 = SUM_1_2;
    lane2 = PRIME_2;
    lane3 = 0;
    lane4 = -PRIME_1;
  }

  void update(byte[] array, int offset, int count) {
    length += count;
    int at = offset;
    int end = offset + count;
    if (stripeLength > 0) {
      int taken = Math.min(STRIPE_BYTES - stripeLength, count);
      System.arraycopy(array, at, stripe, stripeLength, taken);
      stripeLength += taken;
      at += taken;
      if (stripeLength == STRIPE_BYTES) {
        mix(stripe, 0);
        stripeLength = 0;
      }
    }
    for (; at <= end - STRIPE_BYTES; at += STRIPE_BYTES) {
      mix(array, at);
    }
    if (at < end) {
      System.arraycopy(array, at, stripe, 0, end - at);
      stripeLength = end - at;
    }
  }

  int value() {
    int hash =
        length >= STRIPE_BYTES
            ? Integer.rotateLeft(lane1, 1)
                + Integer.rotateLeft(lane2, 7)
                + Integer.rotateLeft(lane3, 12)
                + Integer.rotateLeft(lane4, 18)
            : PRIME_5;
    hash += (int) length;
    int at = 0;
    for (; at <= stripeLength - 4; at += 4) {
      hash = Integer.rotateLeft(hash + (int) INT.get(stripe, at) * PRIME_3, 17) * PRIME_4;
    }
    for (; at < stripeLength; at++) {
      hash = Integer.rotateLeft(hash + (stripe[at] & 0xff) * PRIME_5, 11) * PRIME_1;
    }
    hash = (hash ^ (hash >>> 15)) * PRIME_2;
    hash = (hash ^ (hash >>> 13)) * PRIME_3;
    return hash ^ (hash >>> 16);
  }

  private void mix(byte[] array, int at) {
    lane1 = round(lane1, (int) INT.get(array, at));
    lane2 = round(lane2, (int) INT.get(array, at + 4));
    lane3 = round(lane3, (int) INT.get(array, at + 8));
    lane4 = round(lane4, (int) INT.get(array, at + 12));
  }

  private static int round(int lane, int input) {
    return Integer.rotateLeft(lane + input * PRIME_2, 13) * PRIME_1;
  }
}
