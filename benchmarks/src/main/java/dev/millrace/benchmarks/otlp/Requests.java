package dev.millrace.benchmarks.otlp;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Requests of one kind: one that is made once, or each with the time at which it is sent. */
final class Requests {
  private static final int FAST = 1;

  private final LoadSignal signal;
  private final Coding coding;
  private final byte[] plain;
  private final byte[] encoded;
  private final int stampAt;

  Requests(LoadSignal signal, int items, Coding coding) {
    this.signal = signal;
    this.coding = coding;
    this.plain = signal.payload(items);
    this.encoded = coding.encode(plain);
    this.stampAt = stampAt();
  }

  /** How they are compressed. */
  enum Coding {
    NONE,
    GZIP,
    ZSTD;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    byte[] encode(byte[] plain) {
      return switch (this) {
        case NONE -> plain;
        case GZIP -> gzip(plain);
        case ZSTD -> Zstd.compress(plain, FAST);
      };
    }
  }

  LoadSignal signal() {
    return signal;
  }

  Coding coding() {
    return coding;
  }

  int plainBytes() {
    return plain.length;
  }

  int encodedBytes() {
    return encoded.length;
  }

  /** The one that was made once. */
  byte[] prepared() {
    return encoded;
  }

  /** One whose first item says when it is sent. */
  byte[] stamped() {
    byte[] copy = plain.clone();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(stampAt, Received.nowUnixNanos());
    return coding.encode(copy);
  }

  private int stampAt() {
    long[] time = new long[1];
    ItemScan.count(signal, plain, first -> time[0] = first);
    ByteBuffer buffer = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + Long.BYTES <= plain.length; i++) {
      if (buffer.getLong(i) == time[0]) {
        return i;
      }
    }
    throw new IllegalStateException("no time in the payload");
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FastGzip out = new FastGzip(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does no I/O
    }
    return bytes.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
