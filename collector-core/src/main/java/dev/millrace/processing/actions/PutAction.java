package dev.millrace.processing.actions;

import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.wire.ProtoWriter;

/** Sets a value that is known. */
record PutAction(ActionKind kind, AttributeKey key, AnyValue value) implements Action {

  @Override
  public void apply(AttributeTable attributes, RunScratch scratch) {
    int row = attributes.find(key);
    if (isWanted(kind, row)) {
      attributes.put(row, key, value);
    }
  }

  /** Whether such an action sets a key in that row. */
  static boolean isWanted(ActionKind kind, int row) {
    return kind == ActionKind.UPSERT || (kind == ActionKind.INSERT) == (row == AttributeTable.NONE);
  }

  @Override
  public int growthBytes() {
    if (kind == ActionKind.UPDATE) {
      return 0;
    }
    int entry =
        ProtoWriter.sizeOfBytes(1, key.utf8().length)
            + ProtoWriter.sizeOfBytes(2, value.encoded().length());
    return ProtoWriter.sizeOfBytes(1, entry);
  }
}
