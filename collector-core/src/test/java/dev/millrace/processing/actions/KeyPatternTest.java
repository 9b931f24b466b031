package dev.millrace.processing.actions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.edit.AttributeKey;
import dev.millrace.data.rewrite.AttributeTable;
import org.junit.jupiter.api.Test;

class KeyPatternTest {

  @Test
  void matches_isRightForMoreKeysThanItRemembers() {
    AttributeTable table = new AttributeTable();
    table.bind(new byte[0], 0, 0, 1);
    for (int i = 0; i < 1000; i++) {
      table.put(AttributeKey.of("key" + i), AnyValue.of(i));
    }
    KeyPattern keys = new KeyPattern(Pattern.compile("[37]$"));
    for (int round = 0; round < 2; round++) {
      for (int row = 0; row < 1000; row++) {
        assertThat(keys.matches(table, row)).isEqualTo(row % 10 == 3 || row % 10 == 7);
      }
    }
  }
}
