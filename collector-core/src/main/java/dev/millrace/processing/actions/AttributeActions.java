package dev.millrace.processing.actions;

import dev.millrace.component.Context;
import dev.millrace.data.rewrite.AttributeTable;
import dev.millrace.data.rewrite.AttributesVisitor;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** Actions ready to be applied, in order. Immutable; any thread may begin runs. */
public final class AttributeActions {
  private final List<Action> actions;
  private final int growthBytes;
  private final Logger logger;

  /**
   * @param logger hears, at level debug, what could not be converted
   */
  public AttributeActions(List<ActionConfig> configs, Logger logger) {
    this.actions = configs.stream().map(Action::of).toList();
    this.growthBytes = actions.stream().mapToInt(Action::growthBytes).sum();
    this.logger = logger;
  }

  /** About how much a message grows at most by what the configuration sets. */
  public int growthBytes() {
    return growthBytes;
  }

  /** Begins to apply them to the attributes in one batch. The run is for one thread. */
  public AttributesVisitor begin(Context context) {
    return new Run(context);
  }

  private final class Run implements AttributesVisitor {
    private final Action[] bound;
    private final RunScratch scratch = new RunScratch(logger);

    Run(Context context) {
      List<Action> all = new ArrayList<>(actions.size());
      for (Action action : actions) {
        Action fixed = action.bind(context);
        if (fixed != null) {
          all.add(fixed);
        }
      }
      bound = all.toArray(new Action[0]);
    }

    @Override
    public void visit(AttributeTable attributes) {
      for (Action action : bound) {
        action.apply(attributes, scratch);
      }
    }
  }
}
