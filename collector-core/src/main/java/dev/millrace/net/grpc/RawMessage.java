package dev.millrace.net.grpc;

import dev.millrace.data.Batch;
import dev.millrace.data.Batch.Part;
import dev.millrace.data.Slice;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC message as the bytes of its protobuf form: slices that are sent end to end, or one array
 * that was received. Immutable; whoever makes one leaves the arrays alone from then on.
 */
public final class RawMessage {
  /** A message without a field. */
  public static final RawMessage EMPTY = of(new byte[0]);

  private final List<Slice> slices;
  private final long sizeBytes;
  private final @Nullable IOException failure;
  private final List<Part> parts;

  private RawMessage(List<Slice> slices, List<Part> parts, @Nullable IOException failure) {
    this.slices = slices;
    this.parts = parts;
    this.failure = failure;
    long size = 0;
    for (Slice slice : slices) {
      size += slice.length();
    }
    this.sizeBytes = size;
  }

  /** A message in one array. */
  public static RawMessage of(byte[] bytes) {
    return new RawMessage(List.of(Slice.of(bytes)), List.of(), null);
  }

  /** A message whose parts follow one another: concatenated protobuf messages are one message. */
  public static RawMessage of(List<Slice> slices) {
    return new RawMessage(List.copyOf(slices), List.of(), null);
  }

  /** A batch's message, of which what came compressed may go out as it came. */
  public static RawMessage of(Batch batch) {
    return new RawMessage(batch.parts().stream().map(Part::bytes).toList(), batch.parts(), null);
  }

  /** A message that came, but that nobody can read: wrongly compressed, or too large. */
  static RawMessage unreadable(IOException failure) {
    return new RawMessage(List.of(), List.of(), failure);
  }

  public List<Slice> slices() {
    return slices;
  }

  /** The parts of a batch; none when the message is not of one. */
  List<Part> parts() {
    return parts;
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  /**
   * All of it in one array: the received one itself, a copy where there are several slices.
   *
   * @throws IOException when what came could not be read
   */
  public byte[] bytes() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (slices.size() == 1 && slices.get(0).length() == slices.get(0).array().length) {
      return slices.get(0).array();
    }
    byte[] bytes = new byte[Math.toIntExact(sizeBytes)];
    int at = 0;
    for (Slice slice : slices) {
      System.arraycopy(slice.array(), slice.offset(), bytes, at, slice.length());
      at += slice.length();
    }
    return bytes;
  }
}
