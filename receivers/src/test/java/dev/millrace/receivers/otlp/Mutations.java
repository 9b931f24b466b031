package dev.millrace.receivers.otlp;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Wrong inputs made of right ones. */
final class Mutations {
  private static final int[] ODD = {0, 1, 0x7f, 0x80, 0xff, '\r', '\n', ' ', ':', '{', '"'};

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** Changes one to four things; {@code other} is another right input, to be spliced. */
  byte[] of(byte[] input, byte[] other) {
    byte[] bytes = input;
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      bytes = changed(bytes, other);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes, byte[] other) {
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
    byte[] copy = bytes.clone();
    switch (random.nextInt(10)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt(256);
      case 2 -> copy[at] = (byte) ODD[random.nextInt(ODD.length)];
      case 3 -> copy[at] += (byte) (random.nextBoolean() ? 1 : -1); // a length, perhaps
      case 4 -> copy = Arrays.copyOf(bytes, at);
      case 5 -> copy = join(bytes, 0, at, bytes, end, bytes.length); // left out
      case 6 -> copy = join(bytes, 0, end, bytes, at, bytes.length); // twice
      case 7 -> copy = inserted(bytes, at, noise(1 + random.nextInt(10)));
      case 8 -> copy = inserted(bytes, at, hugeVarint());
      default -> {
        int from = other.length == 0 ? 0 : random.nextInt(other.length);
        copy = join(bytes, 0, at, other, from, other.length);
      }
    }
    return copy;
  }

  byte[] noise(int size) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] hugeVarint() {
    byte[] varint = new byte[1 + random.nextInt(10)];
    Arrays.fill(varint, (byte) 0xff);
    varint[varint.length - 1] = (byte) random.nextInt(128);
    return varint;
  }

  private static byte[] inserted(byte[] bytes, int at, byte[] more) {
    byte[] head = join(bytes, 0, at, more, 0, more.length);
    return join(head, 0, head.length, bytes, at, bytes.length);
  }

  private static byte[] join(byte[] one, int from, int to, byte[] two, int start, int end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(one, from, to - from);
    out.write(two, start, end - start);
    return out.toByteArray();
  }
}
