package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.prometheus.exposition.FloatReader;
import java.util.Arrays;

/** Memory that a page needs while it is read. Used by one page at a time. */
final class PageScratch {
  final PageSamples samples = new PageSamples();
  final PageExemplars exemplars = new PageExemplars();
  final NativeMessages natives = new NativeMessages();
  final PointParts parts = new PointParts();
  final ProtoWriter out = new ProtoWriter();
  final FloatReader floats = new FloatReader();

  /** The start of an entry whose end has not come yet. */
  byte[] carry = new byte[1024];

  int carried;

  void reset(int points) {
    samples.reset(points);
    exemplars.reset();
    natives.reset();
    out.reset();
    carried = 0;
  }

  void carry(byte[] bytes, int from, int to) {
    int needed = carried + to - from;
    if (needed > carry.length) {
      carry = Arrays.copyOf(carry, ByteTable.grown(carry.length, needed));
    }
    System.arraycopy(bytes, from, carry, carried, to - from);
    carried = needed;
  }

  long capacityBytes() {
    return samples.capacityBytes() + natives.capacityBytes() + out.array().length + carry.length;
  }
}
