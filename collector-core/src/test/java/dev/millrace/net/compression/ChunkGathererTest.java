package dev.millrace.net.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkGathererTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32 * 1024 - 1, 32 * 1024, 32 * 1024 + 1, 200_000})
  void write_keepsAllInOrder(int size) {
    byte[] bytes = random(size);
    try (ChunkGatherer gathered = new ChunkGatherer()) {
      for (int at = 0; at < size; at += 1000) {
        gathered.write(bytes, at, Math.min(1000, size - at));
      }

      assertThat(gathered.length()).isEqualTo(size);
      assertThat(gathered.toByteArray()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32 * 1024, 200_000})
  void readFrom_readsUntilTheEnd(int size) throws IOException {
    byte[] bytes = random(size);
    try (ChunkGatherer gathered = new ChunkGatherer()) {
      ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
      while (gathered.readFrom(stream) >= 0) {
        assertThat(gathered.heldBytes()).isGreaterThanOrEqualTo(gathered.length());
      }

      assertThat(gathered.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void toByteArray_isOfItsOwn_whenChunksAreUsedAgain() {
    byte[] first = random(70_000);
    byte[] result;
    try (ChunkGatherer gathered = new ChunkGatherer()) {
      gathered.write(first, 0, first.length);
      result = gathered.toByteArray();
    }
    try (ChunkGatherer next = new ChunkGatherer()) {
      byte[] other = new byte[70_000];
      Arrays.fill(other, (byte) 1);
      next.write(other, 0, other.length);
      assertThat(next.length()).isEqualTo(70_000);
    }

    assertThat(result).isEqualTo(first);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
