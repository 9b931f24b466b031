package dev.millrace.net.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testkit.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FastDeflaterTest {
  private static final int ROUNDS = Boolean.getBoolean("long.tests") ? 20_000 : 300;

  private final Compressor compressor =
      new Compressor(Compression.fast(Compression.Algorithm.GZIP));

  @AfterEach
  void closeCompressor() {
    compressor.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 258, 259, 64_511, 64_512, 64_513, 97_280, 400_000})
  void close_endsWhatCanBeRead_ofAnySize(int size) throws IOException {
    byte[] same = new byte[size];
    byte[] random = random(new Random(size), size, 256);
    byte[] likely = random(new Random(size), size, 3);

    assertThat(read(gzip(same, size))).isEqualTo(same);
    assertThat(read(gzip(random, 1000))).isEqualTo(random);
    assertThat(read(gzip(likely, 77))).isEqualTo(likely);
  }

  @Test
  void close_endsWhatCanBeRead_ofAnything() throws IOException {
    long seed = Seed.first();
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(seed + round);
      byte[] plain = mixed(random);
      assertThat(read(gzip(plain, 1 + random.nextInt(20_000))))
          .as("seed %d", seed + round)
          .isEqualTo(plain);
    }
  }

  @Test
  void write_copiesFromAsFarAsTheFormatAllows() throws IOException {
    byte[] plain = random(new Random(1), 200_000, 256);
    System.arraycopy(plain, 0, plain, 32 * 1024, 32 * 1024);
    System.arraycopy(plain, 100_000, plain, 100_000 + 32 * 1024 - 1, 5000);

    byte[] gzip = gzip(plain, plain.length);

    assertThat(read(gzip)).isEqualTo(plain);
    assertThat(gzip.length).isLessThan(plain.length - 25_000);
  }

  @Test
  void close_storesWhatDoesNotGetShorter() throws IOException {
    byte[] plain = random(new Random(1), 1_000_000, 256);

    assertThat(gzip(plain, plain.length).length).isLessThan(plain.length + 150);
  }

  @Test
  void close_codesAreBounded_whereCountsGrowLikeFibonacci() throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    int before = 1;
    int count = 1;
    for (int symbol = 0; plain.size() < 60_000; symbol++) {
      plain.write(repeated(symbol, count));
      int next = before + count;
      before = count;
      count = next;
    }
    byte[] shuffled = plain.toByteArray();
    shuffle(shuffled);

    assertThat(read(gzip(shuffled, shuffled.length))).isEqualTo(shuffled);
  }

  @Test
  void write_fails_afterClose() throws IOException {
    OutputStream closed = compressor.open(new ByteArrayOutputStream());
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.write(1)).isInstanceOf(IOException.class);
  }

  private static byte[] repeated(int symbol, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) symbol);
    return bytes;
  }

  private static void shuffle(byte[] bytes) {
    Random random = new Random(7);
    for (int i = bytes.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      byte value = bytes[i];
      bytes[i] = bytes[other];
      bytes[other] = value;
    }
  }

  private static byte[] mixed(Random random) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    int pieces = random.nextInt(40);
    for (int i = 0; i < pieces; i++) {
      byte[] present = plain.toByteArray();
      if (random.nextBoolean() && present.length > 0) {
        int from = random.nextInt(present.length);
        plain.write(present, from, random.nextInt(Math.min(5000, present.length - from) + 1));
      } else {
        plain.writeBytes(random(random, random.nextInt(9000), 1 + random.nextInt(256)));
      }
    }
    return plain.toByteArray();
  }

  private static byte[] random(Random random, int size, int values) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) random.nextInt(values);
    }
    return bytes;
  }

  private byte[] gzip(byte[] plain, int piece) throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = compressor.open(gzip)) {
      for (int at = 0; at < plain.length; at += piece) {
        out.write(plain, at, Math.min(piece, plain.length - at));
      }
    }
    return gzip.toByteArray();
  }

  private static byte[] read(byte[] gzip) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }
}
