package dev.millrace.net.compression;

import dev.millrace.data.Batch.Part;
import dev.millrace.data.Packed;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body of several compressed streams end to end: those that came compressed alike are taken over
 * as they are, what lies between is compressed here. One thread.
 *
 * <p>Gzip streams may have several members (RFC 1952 2.2), zstd streams several frames (RFC 8878
 * 3).
 */
public final class MembersStream extends OutputStream {
  private final Compressor compressor;
  private final OutputStream out;
  private @Nullable OutputStream member;
  private boolean any;
  private boolean closed;

  MembersStream(Compressor compressor, OutputStream out) {
    this.compressor = compressor;
    this.out = out;
  }

  /** Writes a part, in the form that it came in where that will do. */
  public void write(Part part) throws IOException {
    Packed packed = part.packed();
    if (packed != null && packed.coding().equals(compressor.compression().algorithm().text())) {
      endMember();
      any = true;
      out.write(packed.bytes(), 0, packed.bytes().length);
    } else {
      write(part.bytes().array(), part.bytes().offset(), part.bytes().length());
    }
  }

  @Override
  public void write(int value) throws IOException {
    member().write(value);
  }

  @Override
  public void write(byte[] array, int offset, int length) throws IOException {
    member().write(array, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (!any) {
        member(); // nothing at all is a stream too
      }
      endMember();
    }
  }

  private OutputStream member() throws IOException {
    if (member == null) {
      member = compressor.openOne(new Lent(out));
      any = true;
    }
    return member;
  }

  private void endMember() throws IOException {
    if (member != null) {
      member.close();
      member = null;
    }
  }

  /** Is not closed with the member. */
  private static final class Lent extends FilterOutputStream {
    Lent(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] array, int offset, int length) throws IOException {
      out.write(array, offset, length);
    }

    @Override
    public void close() {}
  }
}
