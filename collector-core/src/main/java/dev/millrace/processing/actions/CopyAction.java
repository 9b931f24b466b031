package dev.millrace.processing.actions;

import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;

/** Sets the value that another attribute has. */
record CopyAction(ActionKind kind, AttributeKey key, AttributeKey from) implements Action {

  @Override
  public void apply(AttributeTable attributes, RunScratch scratch) {
    int source = attributes.find(from);
    if (source == AttributeTable.NONE) {
      return;
    }
    int row = attributes.find(key);
    if (PutAction.isWanted(kind, row)) {
      attributes.copy(source, row, key);
    }
  }
}
