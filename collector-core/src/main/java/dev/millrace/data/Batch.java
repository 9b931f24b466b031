package dev.millrace.data;

import dev.millrace.data.edit.BatchEdit;
import dev.millrace.data.edit.LogRecordEdit;
import dev.millrace.data.edit.MetricEdit;
import dev.millrace.data.edit.SpanEdit;
import dev.millrace.data.view.TelemetryView;
import dev.millrace.data.view.logs.LogRecordView;
import dev.millrace.data.view.metrics.MetricView;
import dev.millrace.data.view.profiles.ProfilesView;
import dev.millrace.data.view.traces.SpanView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Telemetry of one signal as its OTLP protobuf bytes: a list of parts, each by itself a valid
 * {@code Export<Signal>ServiceRequest} that passed the walk.
 *
 * <p>Laid end to end the parts of traces, metrics and logs are one such request. Those of profiles
 * are not, since each has a dictionary of its own that its numbers point into: they are sent one by
 * one, which {@link #requests} does for every signal.
 *
 * <p>Threading and ownership: immutable; anybody may keep, share and send one.
 */
public final class Batch {

  /**
   * One part.
   *
   * @param bytes a valid request
   * @param itemCount spans, data points, log records or profile samples in it
   * @param packed the same bytes as they came, compressed; null where nobody keeps that
   */
  public record Part(Slice bytes, int itemCount, @Nullable Packed packed) {

    /** A part without its compressed form. */
    public Part(Slice bytes, int itemCount) {
      this(bytes, itemCount, null);
    }

    /** A part of a request that is known to be valid; counts its items. */
    public static Part of(Signal signal, Slice request) {
      return new Part(request, ItemCounter.count(signal, request));
    }
  }

  private final Signal signal;
  private final List<Part> parts;
  private final int itemCount;
  private final long sizeBytes;

  private Batch(Signal signal, List<Part> parts) {
    this.signal = signal;
    this.parts = List.copyOf(parts);
    int items = 0;
    long size = 0;
    for (Part part : parts) {
      items = Math.addExact(items, part.itemCount());
      size += part.bytes().length();
    }
    this.itemCount = items;
    this.sizeBytes = size;
  }

  /**
   * Walks an untrusted request, checks its structure and counts its items.
   *
   * @param request an {@code Export<Signal>ServiceRequest}; the batch takes the array over
   * @throws MalformedPayloadException when the bytes break a rule of the walk (DESIGN section 1)
   */
  public static Batch parse(Signal signal, Slice request) throws MalformedPayloadException {
    return parse(signal, request, null);
  }

  /** As {@link #parse(Signal, Slice)}, keeping the compressed form that all of the request had. */
  public static Batch parse(Signal signal, Slice request, @Nullable Packed packed)
      throws MalformedPayloadException {
    if (request.length() == 0) {
      return new Batch(signal, List.of());
    }
    Walk walk = new Walk(request);
    int items = walk.run(signal);
    if (walk.hasLegacyScopes()) {
      return parse(signal, LegacyScopes.rewrite(walk.request()));
    }
    Slice checked = walk.request();
    Packed same = checked.equals(request) ? packed : null; // what was repaired is not what came
    return new Batch(signal, List.of(new Part(checked, items, same)));
  }

  /** A batch of parts that are known to be valid requests with these counts. */
  public static Batch of(Signal signal, List<Part> parts) {
    return new Batch(signal, parts);
  }

  /** A batch without parts. */
  public static Batch empty(Signal signal) {
    return new Batch(signal, List.of());
  }

  /** One batch of the parts of all, in order; nothing is copied. All must be of that signal. */
  public static Batch concat(Signal signal, List<Batch> batches) {
    if (batches.size() == 1 && batches.get(0).signal == signal) {
      return batches.get(0);
    }
    List<Part> parts = new ArrayList<>();
    for (Batch batch : batches) {
      if (batch.signal != signal) {
        throw new IllegalArgumentException(batch.signal + " among " + signal);
      }
      parts.addAll(batch.parts);
    }
    return new Batch(signal, parts);
  }

  public Signal signal() {
    return signal;
  }

  public List<Part> parts() {
    return parts;
  }

  /** Spans, data points, log records or profile samples. */
  public int itemCount() {
    return itemCount;
  }

  /** Whether there are no bytes at all; a batch without items may still hold resources. */
  public boolean isEmpty() {
    return sizeBytes == 0;
  }

  /** Bytes on the wire, uncompressed. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /**
   * Bytes that this batch keeps alive: the whole arrays behind its parts, each counted once, and
   * their compressed forms.
   */
  public long retainedBytes() {
    long retained = 0;
    for (Part part : parts) {
      Packed packed = part.packed();
      retained += packed == null ? 0 : packed.bytes().length;
    }
    if (parts.size() == 1) {
      return retained + parts.get(0).bytes().array().length;
    }
    for (byte[] array : keptByArray().keySet()) {
      retained += array.length;
    }
    return retained;
  }

  /** The spans of a batch of traces, by resource and scope. */
  public TelemetryView<SpanView> traces() {
    return TelemetryView.traces(partsOf(Signal.TRACES));
  }

  /** The metrics of a batch of metrics, by resource and scope. */
  public TelemetryView<MetricView> metrics() {
    return TelemetryView.metrics(partsOf(Signal.METRICS));
  }

  /** The log records of a batch of logs, by resource and scope. */
  public TelemetryView<LogRecordView> logs() {
    return TelemetryView.logs(partsOf(Signal.LOGS));
  }

  /** The parts of a batch of profiles: each has tables of its own. */
  public List<ProfilesView> profiles() {
    return partsOf(Signal.PROFILES).stream().map(ProfilesView::new).toList();
  }

  private List<Part> partsOf(Signal expected) {
    if (signal != expected) {
      throw new IllegalStateException("a batch of " + signal.text() + ", not " + expected.text());
    }
    return parts;
  }

  private IdentityHashMap<byte[], Long> keptByArray() {
    IdentityHashMap<byte[], Long> kept = new IdentityHashMap<>();
    for (Part part : parts) {
      kept.merge(part.bytes().array(), (long) part.bytes().length(), Long::sum);
    }
    return kept;
  }

  /**
   * The same telemetry without what it pins needlessly: parts of an array of which they keep less
   * than half are copied. For a stage that holds on to few of the items that it was given.
   */
  public Batch compact() {
    IdentityHashMap<byte[], Long> kept = keptByArray();
    List<Part> compacted = new ArrayList<>(parts.size());
    boolean copied = false;
    for (Part part : parts) {
      byte[] array = part.bytes().array();
      boolean wasteful = 2 * kept.getOrDefault(array, 0L) < array.length;
      compacted.add(wasteful ? new Part(part.bytes().copy(), part.itemCount()) : part);
      copied |= wasteful;
    }
    return copied ? new Batch(signal, compacted) : this;
  }

  /**
   * Batches of at most {@code maxItems} items in the same order, all full but the last. What is cut
   * gets copies of the resource and scope that it is under; a metric may be cut between its data
   * points. A profile is never cut: one with more samples than that is a batch of its own.
   */
  public List<Batch> splitItems(int maxItems) {
    if (maxItems < 1) {
      throw new IllegalArgumentException("maxItems: " + maxItems + " (expected: at least 1)");
    }
    return itemCount <= maxItems ? List.of(this) : split(new SplitLimit(maxItems, Long.MAX_VALUE));
  }

  /**
   * Batches of at most {@code maxBytes} bytes on the wire, otherwise as {@link #splitItems}. An
   * item that is larger with the resource and scope that it is under is a batch of its own.
   */
  public List<Batch> splitBytes(long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: at least 1)");
    }
    return sizeBytes <= maxBytes
        ? List.of(this)
        : split(new SplitLimit(Integer.MAX_VALUE, maxBytes));
  }

  /** Changes to a batch of traces, which itself stays as it is. */
  public BatchEdit<SpanEdit> editTraces() {
    return BatchEdit.traces(this);
  }

  /** Changes to a batch of metrics, which itself stays as it is. */
  public BatchEdit<MetricEdit> editMetrics() {
    return BatchEdit.metrics(this);
  }

  /** Changes to a batch of logs, which itself stays as it is. */
  public BatchEdit<LogRecordEdit> editLogs() {
    return BatchEdit.logs(this);
  }

  private List<Batch> split(SplitLimit limit) {
    Splitter splitter = new Splitter(signal, limit);
    for (Part part : parts) {
      splitter.add(part);
    }
    return splitter.finish();
  }

  /**
   * Batches that are one request each when written: this one, or for profiles, whose requests do
   * not add up, one for each part.
   */
  public List<Batch> requests() {
    if (signal != Signal.PROFILES || parts.size() <= 1) {
      return List.of(this);
    }
    List<Batch> requests = new ArrayList<>(parts.size());
    for (Part part : parts) {
      requests.add(new Batch(signal, List.of(part)));
    }
    return requests;
  }

  /**
   * Writes the parts end to end: one valid request.
   *
   * @throws IllegalStateException for more than one part of profiles, see {@link #requests}
   */
  public void writeTo(OutputStream out) throws IOException {
    checkIsOneRequest();
    for (Part part : parts) {
      out.write(part.bytes().array(), part.bytes().offset(), part.bytes().length());
    }
  }

  /**
   * The parts end to end in a new array: for tests and small batches.
   *
   * @throws IllegalStateException for more than one part of profiles, see {@link #requests}
   */
  public byte[] toByteArray() {
    checkIsOneRequest();
    byte[] all = new byte[Math.toIntExact(sizeBytes)];
    int at = 0;
    for (Part part : parts) {
      Slice bytes = part.bytes();
      System.arraycopy(bytes.array(), bytes.offset(), all, at, bytes.length());
      at += bytes.length();
    }
    return all;
  }

  private void checkIsOneRequest() {
    if (signal == Signal.PROFILES && parts.size() > 1) {
      throw new IllegalStateException(
          parts.size() + " requests of profiles are not one (expected: one of requests())");
    }
  }

  @Override
  public String toString() {
    return signal.text() + " of " + itemCount + " items, " + sizeBytes + " bytes";
  }
}
