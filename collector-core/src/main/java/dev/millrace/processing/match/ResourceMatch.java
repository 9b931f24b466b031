package dev.millrace.processing.match;

import dev.millrace.data.Slice;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.schema.WireType;
import dev.millrace.data.view.ScopeView;
import dev.millrace.data.wire.ProtoReader;
import dev.millrace.data.wire.ProtoWriter;

/**
 * What some properties say of the resource, and then of the scope, that a run is in. One thread.
 */
final class ResourceMatch {
  private static final AttributeKey SERVICE_NAME = AttributeKey.of("service.name");

  /** What stands for the name of a service that has none, as in the Go collector. */
  private static final String NO_SERVICE = "<nil-service-name>";

  /** The resource in its group, and the scope in its own. */
  private static final int HEADER = 1 << 3 | WireType.LENGTH;

  private static final int RESOURCE_ATTRIBUTES = 1;

  private final MatchProperties properties;
  private final ProtoReader reader = new ProtoReader();
  private final AttributeTable attributes = new AttributeTable();
  private final ScopeView scope = new ScopeView();
  private boolean isOfResource;
  private boolean isOfScope;

  ResourceMatch(MatchProperties properties) {
    this.properties = properties;
  }

  /** Goes to another resource; the answer is whether it matches. */
  boolean resource(byte[] array, int from, int end) {
    isOfResource = true;
    if (properties.services() != null || !properties.resources().isEmpty()) {
      Slice resource = header(array, from, end);
      attributes.bind(resource.array(), resource.offset(), resource.end(), RESOURCE_ATTRIBUTES);
      isOfResource = isService() && AttributeMatch.all(properties.resources(), attributes);
    }
    return isOfResource;
  }

  private boolean isService() {
    TextSet services = properties.services();
    if (services == null) {
      return true;
    }
    int row = attributes.find(SERVICE_NAME);
    return services.matches(
        row == AttributeTable.NONE ? NO_SERVICE : attributes.value(row).asString());
  }

  /** Goes to another scope; the answer is whether it and its resource match. */
  boolean scope(byte[] array, int from, int end) {
    isOfScope = isOfResource;
    if (isOfScope && !properties.libraries().isEmpty()) {
      scope.point(header(array, from, end));
      for (LibraryMatch library : properties.libraries()) {
        isOfScope &= library.matches(scope);
      }
    }
    return isOfScope;
  }

  boolean isOfResource() {
    return isOfResource;
  }

  boolean isOfScope() {
    return isOfScope;
  }

  /** The message in field 1; several are merged, which is laying them end to end. */
  private Slice header(byte[] array, int from, int end) {
    Slice found = new Slice(array, from, 0);
    ProtoWriter merger = null;
    reader.reset(array, from, end);
    while (reader.next()) {
      if (reader.tag() == HEADER && found.length() == 0) {
        found = reader.asSlice();
      } else if (reader.tag() == HEADER) {
        merger = merger == null ? new ProtoWriter() : merger;
        merger.raw(array, reader.valueStart(), reader.valueLength());
      }
    }
    if (merger == null) {
      return found;
    }
    ProtoWriter both = new ProtoWriter();
    both.raw(found);
    both.raw(merger.take());
    return both.take();
  }
}
