package dev.millrace.processing.actions;

import com.google.re2j.Pattern;
import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.ListNode;
import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.edit.AnyValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One action.
 *
 * @param key the attribute to act upon; empty where only {@code pattern} says it
 * @param action what to do
 * @param value what to set, null when it comes from elsewhere
 * @param fromAttribute the attribute to take the value of; empty for none
 * @param fromContext what to take from beside the batch: {@code metadata.<key>}, {@code
 *     auth.<attribute>}, {@code client.address} or a metadata key; empty for none
 * @param pattern which keys to act upon, or what to extract
 * @param convertedType what to convert to
 */
public record ActionConfig(
    String key,
    ActionKind action,
    @Nullable AnyValue value,
    String fromAttribute,
    String fromContext,
    @Nullable Pattern pattern,
    @Nullable ValueType convertedType) {

  /** Reads a list of actions; those with a problem are left out. */
  public static List<ActionConfig> readAll(ConfigReader in, String key) {
    List<ConfigReader> maps = in.maps(key);
    List<ActionConfig> actions = new ArrayList<>(maps.size());
    if (isNothing(in.raw(key))) {
      in.problem(key, "missing required field \"%s\": list at least one action", key);
    }
    for (ConfigReader map : maps) {
      ActionConfig action = new ActionReader(map).read();
      if (action != null) {
        actions.add(action);
      }
    }
    return List.copyOf(actions);
  }

  private static boolean isNothing(@Nullable ConfigNode node) {
    return node == null
        || (node instanceof ScalarNode scalar && scalar.isNull())
        || (node instanceof ListNode list && list.items().isEmpty());
  }
}
