package dev.millrace.net.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.data.Batch.Part;
import dev.millrace.data.Packed;
import dev.millrace.data.Slice;
import dev.millrace.net.compression.Compression.Algorithm;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.snappy.SnappyFramedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressorTest {

  private static byte[] sample(int bytes) {
    byte[] sample = new byte[bytes];
    Random random = new Random(7);
    for (int i = 0; i < bytes; i++) {
      sample[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 'a');
    }
    return sample;
  }

  private static byte[] compressed(Compressor compressor, byte[] plain) throws Exception {
    ChunkedOutput chunks = new ChunkedOutput(10);
    try (OutputStream out = compressor.open(chunks)) {
      out.write(plain, 0, plain.length / 2);
      out.write(plain, plain.length / 2, plain.length - plain.length / 2);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Slice slice : chunks.slices()) {
      all.write(slice.array(), slice.offset(), slice.length());
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"NONE", "SNAPPY", "SNAPPY_FRAMED", "LZ4"},
      mode = EnumSource.Mode.EXCLUDE)
  void open_makesWhatOurDecompressorsRead(Algorithm algorithm) throws Exception {
    try (Compressor compressor = new Compressor(Compression.fast(algorithm))) {
      for (int bytes : new int[] {0, 1, 1000, 300_000, 1000}) {
        byte[] plain = sample(bytes);
        byte[] packed = compressed(compressor, plain);
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        try (Decompressor decompressor = Coding.named(algorithm.text()).decompressor()) {
          decompressor.write(packed, 0, packed.length, unpacked::write);
          decompressor.finish();
        }
        assertThat(unpacked.toByteArray()).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, -1, 1, 9})
  void open_makesWhatOthersRead(int level) throws Exception {
    byte[] plain = sample(100_000);
    try (Compressor compressor = new Compressor(new Compression(Algorithm.GZIP, level))) {
      byte[] packed = compressed(compressor, plain);
      assertThat(packed).hasSizeLessThan(plain.length);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
          .isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 65_536, 300_000})
  void open_makesSnappyBlocks(int bytes) throws Exception {
    byte[] plain = sample(bytes);
    try (Compressor compressor = new Compressor(Compression.fast(Algorithm.SNAPPY))) {
      byte[] packed = compressed(compressor, plain);
      byte[] unpacked = new byte[bytes];
      assertThat(SnappyDecompressor.getUncompressedLength(packed, 0)).isEqualTo(bytes);
      assertThat(new SnappyDecompressor().decompress(packed, 0, packed.length, unpacked, 0, bytes))
          .isEqualTo(bytes);
      assertThat(unpacked).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 65_536, 65_537, 300_000})
  void open_makesFramesOfSnappy(int bytes) throws Exception {
    for (byte[] plain : new byte[][] {sample(bytes), noise(bytes)}) {
      try (Compressor compressor = new Compressor(Compression.fast(Algorithm.SNAPPY_FRAMED))) {
        byte[] packed = compressed(compressor, plain);
        assertThat(packed).startsWith(0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y');
        assertThat(
                new SnappyFramedInputStream(new ByteArrayInputStream(packed), true).readAllBytes())
            .isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 262_144, 262_145, 700_000})
  void open_makesLz4Frames(int bytes) throws Exception {
    for (byte[] plain : new byte[][] {sample(bytes), noise(bytes)}) {
      try (Compressor compressor = new Compressor(Compression.fast(Algorithm.LZ4))) {
        ByteBuffer packed =
            ByteBuffer.wrap(compressed(compressor, plain)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(packed.getInt()).isEqualTo(0x184d2204);
        packed.position(7);
        ByteBuffer unpacked = ByteBuffer.allocate(bytes);
        for (int length = packed.getInt(); length != 0; length = packed.getInt()) {
          ByteBuffer block = packed.slice(packed.position(), length & Integer.MAX_VALUE);
          packed.position(packed.position() + block.limit());
          if (length < 0) {
            unpacked.put(block);
          } else {
            new Lz4Decompressor().decompress(block, unpacked);
          }
        }
        assertThat(packed.remaining()).isZero();
        assertThat(unpacked.array()).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void open_takesOver_whatCameCompressedAlike(Algorithm algorithm) throws Exception {
    Compression fast = Compression.fast(algorithm);
    byte[] one = sample(1000);
    byte[] two = noise(100_000);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ChunkedOutput chunks = new ChunkedOutput(10);
    try (Compressor plain = new Compressor(fast);
        Compressor reusing = new Compressor(fast.reusing());
        MembersStream out = (MembersStream) reusing.open(chunks)) {
      Packed form = new Packed(algorithm.text(), compressed(plain, one));
      Packed other = new Packed("other", new byte[] {1, 2, 3});
      for (Packed packed : new Packed[] {null, form, form, other, null, form}) {
        byte[] bytes = packed == form ? one : two;
        out.write(new Part(Slice.of(bytes), 1, packed));
        all.write(bytes);
      }
      out.write('x');
      all.write('x');
    }
    assertThat(unpacked(algorithm, joined(chunks))).isEqualTo(all.toByteArray());
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void open_makesAStreamOfNothing(Algorithm algorithm) throws Exception {
    try (Compressor compressor = new Compressor(Compression.fast(algorithm).reusing())) {
      byte[] packed = compressed(compressor, new byte[0]);
      assertThat(packed).isNotEmpty();
      assertThat(unpacked(algorithm, packed)).isEmpty();
    }
  }

  private static byte[] unpacked(Algorithm algorithm, byte[] packed) throws Exception {
    ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
    try (Decompressor decompressor = Coding.named(algorithm.text()).decompressor()) {
      decompressor.write(packed, 0, packed.length, unpacked::write);
      decompressor.finish();
    }
    return unpacked.toByteArray();
  }

  private static byte[] joined(ChunkedOutput chunks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Slice slice : chunks.slices()) {
      all.write(slice.array(), slice.offset(), slice.length());
    }
    return all.toByteArray();
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(7).nextBytes(noise);
    return noise;
  }

  @Test
  void open_leavesTheRestAlone() throws Exception {
    try (Compressor compressor = new Compressor(Compression.NONE)) {
      assertThat(compressed(compressor, sample(200_000))).isEqualTo(sample(200_000));
    }
  }
}
