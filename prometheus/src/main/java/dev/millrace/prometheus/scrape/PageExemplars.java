package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.prometheus.exposition.Sample;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The exemplars of one page, encoded, chained by point. Scratch memory. */
final class PageExemplars {
  private static final int TIME = 2;
  private static final int AS_DOUBLE = 3;
  private static final int SPAN_ID = 4;
  private static final int TRACE_ID = 5;
  private static final int ATTRIBUTES = 7;

  private static final int TRACE_ID_CHARS = 32;
  private static final int SPAN_ID_CHARS = 16;
  private static final int NONE = -1;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final ProtoWriter encoded = new ProtoWriter();
  private int[] ends = new int[16];
  private int[] next = new int[16];
  private int count;

  /** By point: its first exemplar; empty while the page has none at all. */
  private int[] firstOfPoint = new int[0];

  void reset() {
    count = 0;
    encoded.reset();
    Arrays.fill(firstOfPoint, NONE);
  }

  /** Adds the exemplar of a sample, which belongs to a point and has that time. */
  void add(int point, Sample sample, long sampleMillis) {
    if (count == ends.length) {
      next = Arrays.copyOf(next, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    boolean timed = sample.hasExemplarTimestamp();
    long millis = timed ? sample.exemplarTimestampMillis() : sampleMillis;
    encoded.fixed64(TIME, millis * NANOS_PER_MILLI);
    encoded.float64(AS_DOUBLE, sample.exemplarValue());
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < sample.exemplarLabelCount(); i++) {
      labels.put(sample.exemplarLabelName(i), sample.exemplarLabelValue(i));
    }
    putId(labels, "span_id", SPAN_ID, SPAN_ID_CHARS);
    putId(labels, "trace_id", TRACE_ID, TRACE_ID_CHARS);
    Attributes.put(encoded, ATTRIBUTES, labels);
    ends[count] = encoded.size();
    next[count] = NONE;
    chain(point, count++);
  }

  private void chain(int point, int exemplar) {
    int known = firstOfPoint.length;
    if (point >= known) {
      firstOfPoint = Arrays.copyOf(firstOfPoint, ByteTable.grown(known, point + 1));
      Arrays.fill(firstOfPoint, known, firstOfPoint.length, NONE);
    }
    int last = firstOfPoint[point];
    if (last == NONE) {
      firstOfPoint[point] = exemplar;
      return;
    }
    while (next[last] != NONE) {
      last = next[last];
    }
    next[last] = exemplar;
  }

  /** Writes an id out of its label; an id of another length, or of zeros, stays a label. */
  private void putId(Map<String, String> labels, String label, int field, int chars) {
    String found = null;
    for (Map.Entry<String, String> entry : labels.entrySet()) {
      String id = entry.getValue();
      if (entry.getKey().toLowerCase(Locale.ROOT).equals(label) && isId(id, chars)) {
        found = entry.getKey();
        if (!id.isEmpty()) {
          encoded.bytes(field, HexFormat.of().parseHex(id));
        }
        break;
      }
    }
    if (found != null) {
      labels.remove(found);
    }
  }

  private static boolean isId(String id, int chars) {
    if (id.isEmpty()) {
      return true;
    }
    boolean zero = true;
    for (int i = 0; i < id.length(); i++) {
      if (!HexFormat.isHexDigit(id.charAt(i))) {
        return false;
      }
      zero &= id.charAt(i) == '0';
    }
    return id.length() == chars && !zero;
  }

  /** Whether the page gave exemplars of a point. */
  boolean has(int point) {
    return point < firstOfPoint.length && firstOfPoint[point] != NONE;
  }

  /** Writes the exemplars of a point as a repeated field. */
  void write(ProtoWriter out, int field, int point) {
    if (!has(point)) {
      return;
    }
    for (int i = firstOfPoint[point]; i != NONE; i = next[i]) {
      int start = i == 0 ? 0 : ends[i - 1];
      out.bytes(field, encoded.array(), start, ends[i] - start);
    }
  }
}
