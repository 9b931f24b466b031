package dev.millrace.processing.actions;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.view.ValueKind;
import dev.millrace.data.view.ValueView;
import java.util.List;
import java.util.Map;

/**
 * Sets the named groups of a pattern that matches a text. A group without a part in it is empty.
 */
final class ExtractAction implements Action {
  private final AttributeKey key;
  private final Pattern pattern;
  private final List<AttributeKey> targets;

  /** All groups of {@code pattern} have names. */
  ExtractAction(AttributeKey key, Pattern pattern) {
    this.key = key;
    this.pattern = pattern;
    this.targets =
        pattern.namedGroups().entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(group -> AttributeKey.of(group.getKey()))
            .toList();
  }

  @Override
  public void apply(AttributeTable attributes, RunScratch scratch) {
    int row = attributes.find(key);
    ValueView value = row == AttributeTable.NONE ? null : attributes.value(row);
    if (value == null || value.kind() != ValueKind.STRING) {
      return;
    }
    Matcher matcher = pattern.matcher(value.stringValue());
    if (!matcher.find()) {
      return;
    }
    for (int i = 0; i < targets.size(); i++) {
      String group = matcher.group(i + 1);
      attributes.put(targets.get(i), AnyValue.of(group == null ? "" : group));
    }
  }
}
