package dev.millrace.data.rewrite;

import dev.millrace.data.Batch;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import dev.millrace.data.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a batch that lets an {@link AttributesVisitor} change attributes.
 *
 * <p>Parts in which nothing was changed go into the result as they stand; a batch in which nothing
 * was changed is its own result. Threading: one thread, one rewrite.
 */
public final class BatchRewrite {
  private static final int GROUP = 1 << 3 | WireType.LENGTH;
  private static final int RESOURCE = 1 << 3 | WireType.LENGTH;
  private static final int SCOPE = 2 << 3 | WireType.LENGTH;
  private static final int ITEM = 2 << 3 | WireType.LENGTH;
  private static final int POINT = 1 << 3 | WireType.LENGTH;
  private static final int GAUGE = 5 << 3 | WireType.LENGTH;
  private static final int SUM = 7 << 3 | WireType.LENGTH;
  private static final int HISTOGRAM = 9 << 3 | WireType.LENGTH;
  private static final int EXPONENTIAL_HISTOGRAM = 10 << 3 | WireType.LENGTH;
  private static final int SUMMARY = 11 << 3 | WireType.LENGTH;
  private static final int RESOURCE_ATTRIBUTES = 1;
  private static final int SPAN_ATTRIBUTES = 9;
  private static final int LOG_ATTRIBUTES = 6;
  private static final byte[] NOTHING = {};

  private final Signal signal;
  private final AttributesVisitor visitor;
  private final ProtoWriter out = new ProtoWriter(16);
  private final PartWriter writer = new PartWriter(out);
  private final AttributeTable table = new AttributeTable();
  private final ProtoReader groups = new ProtoReader();
  private final ProtoReader scopes = new ProtoReader();
  private final ProtoReader items = new ProtoReader();
  private final ProtoReader metric = new ProtoReader();
  private final ProtoReader points = new ProtoReader();

  /** For profiles alone. */
  private @Nullable References references;

  private BatchRewrite(Signal signal, AttributesVisitor visitor) {
    this.signal = signal;
    this.visitor = visitor;
  }

  /**
   * Visits every span, data point or log record.
   *
   * @param growthBytes about how much each of them will grow
   */
  public static Batch items(Batch batch, int growthBytes, AttributesVisitor visitor) {
    if (batch.signal() == Signal.PROFILES) {
      throw new IllegalArgumentException("profiles keep their attributes in a dictionary");
    }
    return new BatchRewrite(batch.signal(), visitor).all(batch, growthBytes, false);
  }

  /**
   * Visits every resource, also one that is not there and comes to be when it is given attributes.
   * What those of profiles say by numbers into the dictionary is found and written as texts.
   *
   * @param growthBytes about how much each of them will grow
   */
  public static Batch resources(Batch batch, int growthBytes, AttributesVisitor visitor) {
    return new BatchRewrite(batch.signal(), visitor).all(batch, growthBytes, true);
  }

  private Batch all(Batch batch, int growthBytes, boolean isOfResources) {
    List<Batch.Part> parts = null;
    for (int i = 0; i < batch.parts().size(); i++) {
      Batch.Part part = batch.parts().get(i);
      Slice rewritten = one(part, growthBytes, isOfResources);
      if (rewritten != null) {
        parts = parts == null ? new ArrayList<>(batch.parts()) : parts;
        parts.set(i, new Batch.Part(rewritten, part.itemCount()));
      }
    }
    return parts == null ? batch : Batch.of(batch.signal(), parts);
  }

  private @Nullable Slice one(Batch.Part part, int growthBytes, boolean isOfResources) {
    Slice bytes = part.bytes();
    int growths = isOfResources ? 1 : Math.max(1, part.itemCount());
    writer.begin(bytes, (int) Math.min((long) growthBytes * growths, bytes.length()));
    references = signal == Signal.PROFILES ? new References(bytes) : null;
    groups.reset(bytes);
    while (groups.next()) {
      if (groups.tag() == GROUP) {
        writer.enter(groups);
        if (isOfResources) {
          resource();
        } else if (isEntered(groups)) {
          group();
        }
        writer.leave();
      }
    }
    return writer.isChanged() ? writer.finish() : null;
  }

  private boolean isEntered(ProtoReader at) {
    return visitor.enterResource(at.array(), at.valueStart(), at.valueEnd());
  }

  private void group() {
    groups.enter(scopes);
    while (scopes.next()) {
      if (scopes.tag() == SCOPE
          && visitor.enterScope(scopes.array(), scopes.valueStart(), scopes.valueEnd())) {
        writer.enter(scopes);
        scope();
        writer.leave();
      }
    }
  }

  private void scope() {
    scopes.enter(items);
    int number = signal == Signal.TRACES ? SPAN_ATTRIBUTES : LOG_ATTRIBUTES;
    while (items.next()) {
      if (items.tag() != ITEM) {
        continue;
      }
      if (signal != Signal.METRICS) {
        visit(items, number);
      } else if (visitor.enterMetric(items.array(), items.valueStart(), items.valueEnd())) {
        writer.enter(items);
        metric();
        writer.leave();
      }
    }
  }

  /** Also the points of data that do not count, since other data of the same metric come later. */
  private void metric() {
    items.enter(metric);
    while (metric.next()) {
      int number = attributesOfPoints(metric.tag());
      if (number > 0) {
        writer.enter(metric);
        metric.enter(points);
        while (points.next()) {
          if (points.tag() == POINT) {
            visit(points, number);
          }
        }
        writer.leave();
      }
    }
  }

  /** The number of the attributes in the points of such data, 0 where a field is no data. */
  private static int attributesOfPoints(int tag) {
    return switch (tag) {
      case GAUGE, SUM, SUMMARY -> 7;
      case HISTOGRAM -> 9;
      case EXPONENTIAL_HISTOGRAM -> 1;
      default -> 0;
    };
  }

  private void visit(ProtoReader at, int number) {
    table.bind(at.array(), at.valueStart(), at.valueEnd(), number);
    visitor.visit(table);
    if (table.isChanged()) {
      write(at.field(), writer.replace(at.fieldStart(), at.fieldEnd()));
    }
  }

  private void write(int number, ProtoWriter to) {
    to.tag(number, WireType.LENGTH);
    to.rawVarint(table.size());
    table.write(to);
  }

  private void resource() {
    int first = 0;
    int count = 0;
    groups.enter(scopes);
    while (scopes.next()) {
      if (scopes.tag() == RESOURCE) {
        first = count == 0 ? scopes.fieldStart() : first;
        count++;
      }
    }
    if (count == 0) {
      table.bind(NOTHING, 0, 0, RESOURCE_ATTRIBUTES);
      visitor.visit(table);
      if (table.size() > 0) { // what was put may be gone again
        write(1, writer.replace(groups.valueStart(), groups.valueStart()));
      }
      return;
    }
    scopes.reset(groups.array(), first, groups.valueEnd());
    scopes.next();
    if (count == 1 && references == null) {
      visit(scopes, RESOURCE_ATTRIBUTES);
    } else {
      merged();
    }
  }

  /** A resource in several fields is their merger: them laid end to end. */
  private void merged() {
    ProtoWriter merger = new ProtoWriter();
    do {
      if (scopes.tag() == RESOURCE) {
        merger.raw(scopes.array(), scopes.valueStart(), scopes.valueLength());
      }
    } while (scopes.next());
    Slice message = references == null ? merger.take() : references.resolve(merger.take());
    table.bind(message.array(), message.offset(), message.end(), RESOURCE_ATTRIBUTES);
    visitor.visit(table);
    groups.enter(scopes);
    boolean isWritten = !table.isChanged();
    while (table.isChanged() && scopes.next()) {
      if (scopes.tag() == RESOURCE) {
        ProtoWriter to = writer.replace(scopes.fieldStart(), scopes.fieldEnd());
        if (!isWritten) {
          write(1, to);
          isWritten = true;
        }
      }
    }
  }
}
