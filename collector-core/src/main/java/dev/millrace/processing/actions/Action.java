package dev.millrace.processing.actions;

import dev.millrace.component.Context;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does one thing to the attributes of a message. Immutable. */
interface Action {

  void apply(AttributeTable attributes, RunScratch scratch);

  /** The action for one batch; null when it does nothing to any message of that. */
  default @Nullable Action bind(Context context) {
    return this;
  }

  /** What a message grows by where that is known before. */
  default int growthBytes() {
    return 0;
  }

  static Action of(ActionConfig config) {
    AttributeKey key = AttributeKey.of(config.key());
    return switch (config.action()) {
      case INSERT, UPDATE, UPSERT -> set(config, key);
      case DELETE -> new DeleteAction(config.key().isEmpty() ? null : key, config.pattern());
      case HASH -> new HashAction(config.key().isEmpty() ? null : key, config.pattern());
      case EXTRACT -> new ExtractAction(key, Objects.requireNonNull(config.pattern()));
      case CONVERT -> new ConvertAction(key, Objects.requireNonNull(config.convertedType()));
    };
  }

  private static Action set(ActionConfig config, AttributeKey key) {
    if (config.value() != null) {
      return new PutAction(config.action(), key, config.value());
    }
    return config.fromContext().isEmpty()
        ? new CopyAction(config.action(), key, AttributeKey.of(config.fromAttribute()))
        : new ContextAction(config.action(), key, config.fromContext());
  }
}
