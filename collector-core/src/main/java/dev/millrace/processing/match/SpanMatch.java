package dev.millrace.processing.match;

import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.schema.WireType;
import dev.millrace.data.wire.ProtoReader;
import org.jspecify.annotations.Nullable;

/** The name and the kind of a span. For one thread. */
final class SpanMatch implements ItemMatch {
  private static final int NAME = 5 << 3 | WireType.LENGTH;
  private static final int KIND = 6 << 3 | WireType.VARINT;

  private final @Nullable TextSet names;
  private final @Nullable TextSet kinds;
  private final ProtoReader reader = new ProtoReader();

  private SpanMatch(@Nullable TextSet names, @Nullable TextSet kinds) {
    this.names = names;
    this.kinds = kinds;
  }

  static ItemMatch of(MatchProperties properties) {
    boolean isAny = properties.spanNames() == null && properties.spanKinds() == null;
    return isAny ? ANY : new SpanMatch(properties.spanNames(), properties.spanKinds());
  }

  @Override
  public boolean matches(AttributeTable item) {
    int name = item.from();
    int nameEnd = item.from();
    long kind = 0;
    reader.reset(item.array(), item.from(), item.end());
    while (reader.next()) {
      if (reader.tag() == NAME) {
        name = reader.valueStart();
        nameEnd = reader.valueEnd();
      } else if (reader.tag() == KIND) {
        kind = reader.asInt();
      }
    }
    return (names == null || names.matches(item.array(), name, nameEnd)) && isKind(kind);
  }

  private boolean isKind(long kind) {
    if (kinds == null) {
      return true;
    }
    byte[] text = SpanKinds.name(kind);
    return kinds.matches(text, 0, text.length);
  }
}
