package dev.millrace.data.rewrite;

import dev.millrace.data.Slice;
import dev.millrace.data.wire.ProtoReader;
import dev.millrace.data.wire.ProtoWriter;

/**
 * Writes a part again with some fields of it replaced, in order. Nothing is written until the first
 * change; then the messages around it are begun, and what lies between changes is copied in runs.
 */
final class PartWriter {
  /** Resource, scope, metric, data. */
  private static final int MAX_DEPTH = 4;

  private final ProtoWriter out;
  private final int[] numbers = new int[MAX_DEPTH];
  private final int[] fields = new int[MAX_DEPTH];
  private final int[] starts = new int[MAX_DEPTH];
  private final int[] ends = new int[MAX_DEPTH];
  private final int[] marks = new int[MAX_DEPTH];
  private byte[] array = {};
  private int end;
  private int copied;
  private long expected;
  private int depth;
  private int open;
  private boolean isChanged;

  PartWriter(ProtoWriter out) {
    this.out = out;
  }

  /** Begins a part that will likely grow by so much. */
  void begin(Slice part, int growthBytes) {
    expected = part.length() + (long) growthBytes;
    array = part.array();
    copied = part.offset();
    end = part.end();
    depth = 0;
    open = 0;
    isChanged = false;
  }

  /** Goes into the message in the field that the reader is at. */
  void enter(ProtoReader at) {
    numbers[depth] = at.field();
    fields[depth] = at.fieldStart();
    starts[depth] = at.valueStart();
    ends[depth] = at.valueEnd();
    depth++;
  }

  /** Goes out of the message entered last. */
  void leave() {
    depth--;
    if (open > depth) {
      copyTo(ends[depth]);
      out.end(marks[depth]);
      open = depth;
    }
  }

  /** Leaves the range out; what is written next comes in its place. */
  ProtoWriter replace(int from, int to) {
    if (!isChanged) {
      out.expect((int) Math.min(expected, Integer.MAX_VALUE / 2));
      isChanged = true;
    }
    while (open < depth) {
      copyTo(fields[open]);
      marks[open] = out.begin(numbers[open], ends[open] - starts[open]);
      copied = starts[open];
      open++;
    }
    copyTo(from);
    copied = to;
    return out;
  }

  private void copyTo(int offset) {
    out.raw(array, copied, offset - copied);
    copied = offset;
  }

  boolean isChanged() {
    return isChanged;
  }

  /** The part with its changes. */
  Slice finish() {
    copyTo(end);
    return out.take();
  }
}
