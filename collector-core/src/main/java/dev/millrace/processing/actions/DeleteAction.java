package dev.millrace.processing.actions;

import com.google.re2j.Pattern;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import org.jspecify.annotations.Nullable;

/** Removes a key, and the keys that a pattern matches. */
record DeleteAction(@Nullable AttributeKey key, @Nullable Pattern pattern) implements Action {

  @Override
  public void apply(AttributeTable attributes, RunScratch scratch) {
    if (key != null) {
      attributes.remove(key);
    }
    if (pattern == null) {
      return;
    }
    KeyPattern keys = scratch.keys(pattern);
    for (int row = 0; row < attributes.rows(); row++) {
      if (attributes.has(row) && keys.matches(attributes, row)) {
        attributes.remove(row);
      }
    }
  }
}
