package dev.millrace.exporters.otlphttp;

import dev.millrace.component.RetryableException;
import dev.millrace.data.Batch;
import dev.millrace.data.Batch.Part;
import dev.millrace.data.Slice;
import dev.millrace.data.json.OtlpJson;
import dev.millrace.net.compression.ChunkedOutput;
import dev.millrace.net.compression.Compression;
import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.net.compression.Compressor;
import dev.millrace.net.compression.MembersStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes request bodies. Small batches are made at once by whoever asks, large ones on the blocking
 * executor, so that no event loop is held up. Any thread.
 */
final class Bodies implements AutoCloseable {
  private static final long MAX_BYTES_AT_ONCE = 1L << 20;

  /** JSON is longer than protobuf, and compression makes up for it more than once. */
  private static final int LIKELY_RATIO = 4;

  private final Encoding encoding;
  private final Compressor compressor;
  private final Executor blocking;

  Bodies(Encoding encoding, Compression compression, Executor blocking) {
    this.encoding = encoding;
    this.compressor = new Compressor(compression);
    this.blocking = blocking;
  }

  /** The {@code Content-Encoding}, null when bodies are not compressed. */
  @Nullable String contentEncoding() {
    return isCompressed() ? compressor.compression().algorithm().text() : null;
  }

  private boolean isCompressed() {
    return compressor.compression().algorithm() != Algorithm.NONE;
  }

  /** Fails with a {@link RetryableException} when no thread is free. */
  CompletionStage<List<Slice>> of(Batch batch) {
    if (encoding == Encoding.PROTO && !isCompressed()) {
      return CompletableFuture.completedFuture(batch.parts().stream().map(Part::bytes).toList());
    }
    CompletableFuture<List<Slice>> made = new CompletableFuture<>();
    if (batch.sizeBytes() <= MAX_BYTES_AT_ONCE) {
      make(batch, made);
      return made;
    }
    try {
      blocking.execute(() -> make(batch, made));
    } catch (RejectedExecutionException e) {
      made.completeExceptionally(new RetryableException("too much blocking work waits", null, e));
    }
    return made;
  }

  private void make(Batch batch, CompletableFuture<List<Slice>> made) {
    ChunkedOutput chunks = new ChunkedOutput(batch.sizeBytes() / LIKELY_RATIO);
    try (OutputStream out = compressor.open(chunks)) {
      write(batch, out);
    } catch (IOException | RuntimeException e) {
      made.completeExceptionally(e);
      return;
    }
    made.complete(chunks.slices());
  }

  private void write(Batch batch, OutputStream out) throws IOException {
    switch (encoding) {
      case PROTO -> {
        if (out instanceof MembersStream members) {
          for (Part part : batch.parts()) {
            members.write(part);
          }
        } else {
          batch.writeTo(out);
        }
      }
      case JSON -> OtlpJson.write(batch, out);
    }
  }

  @Override
  public void close() {
    compressor.close();
  }
}
