package dev.millrace.net.grpc;

import dev.millrace.data.Batch.Part;
import dev.millrace.data.Slice;
import dev.millrace.net.compression.MembersStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Reads a message; knows its length, so that grpc-java frames it without gathering it first. */
final class SliceStream extends InputStream implements KnownLength, Drainable {
  private final Iterator<Slice> rest;
  private final List<Part> parts;
  private Slice current = Slice.of(new byte[0]);
  private long available;

  SliceStream(RawMessage message) {
    this.rest = message.slices().iterator();
    this.parts = message.parts();
    this.available = message.sizeBytes();
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    long drained = available;
    if (target instanceof MembersStream members && !parts.isEmpty()) {
      for (Part part : parts) {
        members.write(part);
      }
      available = 0;
      return Math.toIntExact(drained);
    }
    while (advance()) {
      target.write(current.array(), current.offset(), current.length());
      take(current.length());
    }
    return Math.toIntExact(drained);
  }

  @Override
  public int read() {
    if (!advance()) {
      return -1;
    }
    int value = current.array()[current.offset()] & 0xff;
    take(1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, current.length());
    System.arraycopy(current.array(), current.offset(), target, offset, count);
    take(count);
    return count;
  }

  @Override
  public int available() {
    return Math.toIntExact(available);
  }

  private boolean advance() {
    while (current.length() == 0) {
      if (!rest.hasNext()) {
        return false;
      }
      current = rest.next();
    }
    return true;
  }

  private void take(int count) {
    current = new Slice(current.array(), current.offset() + count, current.length() - count);
    available -= count;
  }
}
