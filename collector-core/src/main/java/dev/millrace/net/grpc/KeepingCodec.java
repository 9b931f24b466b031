package dev.millrace.net.grpc;

import dev.millrace.data.Packed;
import dev.millrace.net.compression.Coding;
import io.grpc.Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the compressed form of a message where its call wants that; decompresses like another codec
 * where it does not.
 */
final class KeepingCodec implements Decompressor {
  private final Decompressor plain;
  private final Coding coding;

  KeepingCodec(Decompressor plain, Coding coding) {
    this.plain = plain;
    this.coding = coding;
  }

  @Override
  public String getMessageEncoding() {
    return plain.getMessageEncoding();
  }

  @Override
  public InputStream decompress(InputStream in) {
    return new Opened(in);
  }

  /** Decides with the first byte that is read: only then the call is known. One thread. */
  private final class Opened extends InputStream {
    private final InputStream in;
    private @Nullable InputStream inflated;

    Opened(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return inflated().read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return inflated().read(target, offset, length);
    }

    @Override
    public void close() throws IOException {
      try (in) {
        if (inflated != null) {
          inflated.close();
        }
      }
    }

    private InputStream inflated() throws IOException {
      if (inflated == null) {
        inflated = open();
      }
      return inflated;
    }

    private InputStream open() throws IOException {
      CallBytes held = CallBytes.current();
      if (held == null || !held.keepsCompressed()) {
        return plain.decompress(in);
      }
      byte[] bytes = in.readAllBytes();
      held.keep(new Packed(getMessageEncoding(), bytes));
      // Ours, since it refuses bytes after the end: they would spoil what is sent behind them.
      return new PulledStream(new ByteArrayInputStream(bytes), coding.decompressor());
    }
  }
}
