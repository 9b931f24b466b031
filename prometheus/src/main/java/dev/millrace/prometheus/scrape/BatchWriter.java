package dev.millrace.prometheus.scrape;

import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.data.wire.ProtoWriter;
import java.util.List;

/** Writes the metrics of a page as one OTLP request: resources, scopes, metrics in page order. */
final class BatchWriter {
  private static final int RESOURCE_METRICS = 1;
  private static final int RESOURCE = 1;
  private static final int SCOPE_METRICS = 2;
  private static final int SCOPE = 1;
  private static final int METRICS = 2;
  private static final int SCHEMA_URL = 3;
  private static final int TEMPORALITY = 2;
  private static final int CUMULATIVE = 2;
  private static final int MONOTONIC = 3;

  private final Families families;
  private final PointWriter points;
  private final SyntheticSeries synthetic;
  private final ProtoWriter out;
  private int items;

  BatchWriter(
      Families families, PointWriter points, SyntheticSeries synthetic, PageScratch scratch) {
    this.families = families;
    this.points = points;
    this.synthetic = synthetic;
    this.out = scratch.out;
  }

  /** Writes what is open. */
  Batch write() {
    out.reset();
    items = 0;
    for (ResourceGroup resource : families.open) {
      write(resource);
    }
    List<Batch.Part> parts =
        items == 0 ? List.of() : List.of(new Batch.Part(Slice.of(out.toByteArray()), items));
    return Batch.of(Signal.METRICS, parts);
  }

  private void write(ResourceGroup resource) {
    int before = out.size();
    int itemsBefore = items;
    int mark = out.begin(RESOURCE_METRICS, resource.lastBytes);
    out.bytes(RESOURCE, resource.encoded(families.pass()));
    for (ScopeGroup scope : resource.open) {
      write(scope);
    }
    resource.lastBytes = out.size() - mark;
    end(mark, before, items > itemsBefore);
  }

  private void write(ScopeGroup scope) {
    int before = out.size();
    int itemsBefore = items;
    int mark = out.begin(SCOPE_METRICS, scope.lastBytes);
    int scopeMark = out.begin(SCOPE);
    scope.write(out, families.pass());
    out.end(scopeMark);
    for (Family family : scope.open) {
      write(family);
    }
    if (!scope.key.schemaUrl().isEmpty()) {
      out.string(SCHEMA_URL, scope.key.schemaUrl());
    }
    scope.lastBytes = out.size() - mark;
    end(mark, before, items > itemsBefore);
  }

  private void write(Family family) {
    int before = out.size();
    int mark = out.begin(METRICS, family.lastBytes + family.head.length + family.tail.length);
    out.raw(family.head, 0, family.head.length);
    int data = out.begin(family.shape.field, family.lastBytes);
    int written = points.write(family);
    written += synthetic.write(family, points);
    writeTemporality(family.shape);
    family.lastBytes = out.size() - data;
    out.end(data);
    out.raw(family.tail, 0, family.tail.length);
    items += written;
    end(mark, before, written > 0);
  }

  private void writeTemporality(Shape shape) {
    switch (shape) {
      case COUNTER -> {
        out.varint(TEMPORALITY, CUMULATIVE);
        out.bool(MONOTONIC, true);
      }
      case SUM, HISTOGRAM, EXPONENTIAL_HISTOGRAM -> out.varint(TEMPORALITY, CUMULATIVE);
      case GAUGE, SUMMARY -> {
        // These have none.
      }
    }
  }

  /** Ends a message; one without points is taken back. */
  private void end(int mark, int before, boolean used) {
    if (used) {
      out.end(mark);
    } else {
      out.truncate(before);
    }
  }
}
