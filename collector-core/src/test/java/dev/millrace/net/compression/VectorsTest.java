package dev.millrace.net.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams that the formats' own tools made. */
class VectorsTest {
  private static final byte[] PLAIN = plain();

  private static byte[] plain() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      text.append(i).append(' ').append((long) i * i % 977);
      text.append(" name=checkout-").append(i % 13).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] vector(String file) throws IOException {
    try (InputStream in = VectorsTest.class.getResourceAsStream("/compression/" + file)) {
      return in.readAllBytes();
    }
  }

  /** All that it decompresses to when it comes in pieces of that size. */
  private static byte[] read(String coding, byte[] packed, int pieceBytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Decompressor decompressor = Coding.named(coding).decompressor()) {
      for (int at = 0; at < packed.length; at += pieceBytes) {
        decompressor.write(packed, at, Math.min(pieceBytes, packed.length - at), out::write);
      }
      decompressor.finish();
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "snappy, block.snappy",
    "snappy, framed.snappy",
    "x-snappy-framed, framed.snappy",
    "lz4, independent.lz4",
    "lz4, linked.lz4",
    "lz4, sized.lz4",
    "lz4, unchecked.lz4",
    "lz4, several.lz4",
    "gzip, several.gz",
    "zstd, several.zst"
  })
  void write_readsWhatTheToolsMade(String coding, String file) throws Exception {
    byte[] packed = vector(file);
    for (int pieceBytes : new int[] {1, 7, 1024, packed.length}) {
      assertThat(read(coding, packed, pieceBytes)).isEqualTo(PLAIN);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "snappy, block.snappy",
    "snappy, framed.snappy",
    "lz4, linked.lz4",
    "lz4, sized.lz4",
    "gzip, several.gz",
    "zstd, several.zst"
  })
  void finish_refusesWhatIsCutOff(String coding, String file) throws Exception {
    byte[] packed = vector(file);
    int whole = 0;
    for (int length = 0; length < packed.length; length += length < 100 ? 1 : 397) {
      try {
        byte[] plain = read(coding, Arrays.copyOf(packed, length), 512);
        assertThat(plain).isEqualTo(Arrays.copyOf(PLAIN, plain.length));
        whole++;
      } catch (IOException expected) {
        assertThat(expected)
            .hasMessageMatching("(?i)(gzip|zstd|snappy|lz4|truncated|unexpected).*");
      }
    }
    // At the boundary of a chunk, a frame or a member a stream may end.
    assertThat(whole).isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "snappy, block.snappy",
    "snappy, framed.snappy",
    "x-snappy-framed, framed.snappy",
    "lz4, independent.lz4",
    "lz4, linked.lz4",
    "lz4, sized.lz4",
    "lz4, unchecked.lz4"
  })
  void write_failsInOrderOnDamage(String coding, String file) throws Exception {
    byte[] packed = vector(file);
    for (long seed = Seed.first(); seed < Seed.first() + 60; seed++) {
      Random random = new Random(seed);
      byte[] damaged = packed.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(random.nextBoolean() ? 64 : damaged.length)] ^=
            (byte) (1 + random.nextInt(255));
      }
      try {
        assertThat(read(coding, damaged, 1 + random.nextInt(4096)).length).isLessThan(50_000_000);
      } catch (IOException expected) {
        assertThat(expected).as("seed %d", seed).hasMessageMatching("(snappy|lz4): .*");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"snappy, framed.snappy, 30", "lz4, sized.lz4, 5000", "lz4, linked.lz4, 5000"})
  void write_refusesOneWrongByteOfTheData(String coding, String file, int at) throws Exception {
    byte[] damaged = vector(file);
    damaged[at] ^= 1;

    assertThatThrownBy(() -> read(coding, damaged, 4096)).isInstanceOf(IOException.class);
  }
}
