package dev.millrace.processing.actions;

import dev.millrace.component.Context;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets what is known about the sender, the same for all messages of a batch. */
record ContextAction(ActionKind kind, AttributeKey key, String from) implements Action {
  private static final String METADATA = "metadata.";
  private static final String AUTH = "auth.";
  private static final String CLIENT_ADDRESS = "client.address";

  @Override
  public @Nullable Action bind(Context context) {
    String value = value(context);
    return value == null ? null : new PutAction(kind, key, AnyValue.of(value));
  }

  private @Nullable String value(Context context) {
    if (from.equals(CLIENT_ADDRESS)) {
      return withoutPort(context.peerAddress() == null ? "" : context.peerAddress());
    }
    if (from.startsWith(AUTH)) {
      return context.auth().get(from.substring(AUTH.length()));
    }
    boolean isPrefixed = from.startsWith(METADATA);
    List<String> values = context.metadata(isPrefixed ? from.substring(METADATA.length()) : from);
    return values.isEmpty() ? null : String.join(";", values);
  }

  /** {@code 10.0.0.1:4711} and {@code [::1]:4711} without the port; all else as it is. */
  private static String withoutPort(String address) {
    int colon = address.lastIndexOf(':');
    boolean isSixth = address.startsWith("[");
    if (isSixth && address.indexOf(']') > 0) {
      return address.substring(1, address.indexOf(']'));
    }
    boolean hasPort = colon > 0 && address.indexOf(':') == colon;
    return hasPort ? address.substring(0, colon) : address;
  }

  @Override
  public void apply(AttributeTable attributes, RunScratch scratch) {
    throw new IllegalStateException("not bound to a batch");
  }
}
