package dev.millrace.extensions.filestorage.log;

import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/**
 * A batch that is to be appended.
 *
 * @param done completes with its number
 */
record Append(Batch batch, byte[] description, long arrivalNanos, CompletableFuture<Long> done) {

  static Append of(Batch batch, Context context, long arrivalNanos) {
    return new Append(
        batch, Description.encode(batch, context), arrivalNanos, new CompletableFuture<>());
  }

  /** Bytes of the record. */
  long length() {
    return (long) RecordHead.BYTES + description.length + batch.sizeBytes();
  }

  RecordHead head(long number, long itemsBefore) {
    return new RecordHead(
        SegmentHead.VERSION,
        batch.signal(),
        number,
        itemsBefore,
        batch.itemCount(),
        description.length,
        Math.toIntExact(batch.sizeBytes()),
        arrivalNanos,
        bodyCrc());
  }

  private int bodyCrc() {
    CRC32C crc = new CRC32C();
    crc.update(description);
    for (Batch.Part part : batch.parts()) {
      crc.update(part.bytes().array(), part.bytes().offset(), part.bytes().length());
    }
    return (int) crc.getValue();
  }
}
