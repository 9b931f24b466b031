package dev.millrace.processing.match;

import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.rewrite.AttributesVisitor;
import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import org.jspecify.annotations.Nullable;

/** Lets a visitor come by the points of metrics whose names and resources match. One thread. */
final class MetricGuard implements AttributesVisitor {
  private static final int NAME = 1 << 3 | WireType.LENGTH;

  private final @Nullable ResourceMatch include;
  private final @Nullable ResourceMatch exclude;
  private final @Nullable TextSet included;
  private final @Nullable TextSet excluded;
  private final AttributesVisitor visitor;
  private final ProtoReader reader = new ProtoReader();

  MetricGuard(
      @Nullable MatchProperties include,
      @Nullable MatchProperties exclude,
      AttributesVisitor visitor) {
    this.include = include == null ? null : new ResourceMatch(include);
    this.exclude = exclude == null ? null : new ResourceMatch(exclude);
    this.included = include == null ? null : include.metricNames();
    this.excluded = exclude == null ? null : exclude.metricNames();
    this.visitor = visitor;
  }

  @Override
  public boolean enterResource(byte[] array, int from, int end) {
    boolean isExcluded = exclude != null && exclude.resource(array, from, end) && excluded == null;
    return (include == null || include.resource(array, from, end)) && !isExcluded;
  }

  @Override
  public boolean enterMetric(byte[] array, int from, int end) {
    if (included != null && !isNamed(included, array, from, end)) {
      return false;
    }
    boolean isExcluded =
        exclude != null
            && exclude.isOfResource()
            && (excluded == null || isNamed(excluded, array, from, end));
    return !isExcluded;
  }

  private boolean isNamed(TextSet names, byte[] array, int from, int end) {
    int start = from;
    int stop = from;
    reader.reset(array, from, end);
    while (reader.next()) {
      if (reader.tag() == NAME) {
        start = reader.valueStart();
        stop = reader.valueEnd();
      }
    }
    return names.matches(array, start, stop);
  }

  @Override
  public void visit(AttributeTable attributes) {
    visitor.visit(attributes);
  }
}
