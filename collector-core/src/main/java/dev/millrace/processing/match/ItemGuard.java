package dev.millrace.processing.match;

import dev.millrace.data.Signal;
import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.rewrite.AttributesVisitor;
import org.jspecify.annotations.Nullable;

/** Lets a visitor come by the spans or log records that match. One thread. */
final class ItemGuard implements AttributesVisitor {
  private final @Nullable ResourceMatch include;
  private final @Nullable ResourceMatch exclude;
  private final ItemMatch included;
  private final ItemMatch excluded;
  private final boolean isExcludeOfItems;
  private final AttributesVisitor visitor;

  ItemGuard(
      Signal signal,
      @Nullable MatchProperties include,
      @Nullable MatchProperties exclude,
      AttributesVisitor visitor) {
    this.include = include == null ? null : new ResourceMatch(include);
    this.exclude = exclude == null ? null : new ResourceMatch(exclude);
    this.included = ItemMatch.of(signal, include);
    this.excluded = ItemMatch.of(signal, exclude);
    this.isExcludeOfItems = exclude != null && exclude.isOfItems();
    this.visitor = visitor;
  }

  @Override
  public boolean enterResource(byte[] array, int from, int end) {
    if (exclude != null) {
      exclude.resource(array, from, end);
    }
    return include == null || include.resource(array, from, end);
  }

  @Override
  public boolean enterScope(byte[] array, int from, int end) {
    boolean isExcluded = exclude != null && exclude.scope(array, from, end) && !isExcludeOfItems;
    return !isExcluded && (include == null || include.scope(array, from, end));
  }

  @Override
  public void visit(AttributeTable attributes) {
    if (included.matches(attributes) && !isExcluded(attributes)) {
      visitor.visit(attributes);
    }
  }

  private boolean isExcluded(AttributeTable attributes) {
    return exclude != null && exclude.isOfScope() && excluded.matches(attributes);
  }
}
