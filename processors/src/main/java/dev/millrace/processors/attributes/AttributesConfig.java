package dev.millrace.processors.attributes;

import dev.millrace.config.ConfigReader;
import dev.millrace.processing.actions.ActionConfig;
import dev.millrace.processing.match.MatchConfig;
import java.util.List;

/**
 * Settings of the {@code attributes} processor.
 *
 * @param match which items are worked on: {@code include} and {@code exclude}
 * @param actions what is done to their attributes, in order
 */
record AttributesConfig(MatchConfig match, List<ActionConfig> actions) {

  static AttributesConfig read(ConfigReader in) {
    return new AttributesConfig(MatchConfig.read(in), ActionConfig.readAll(in, "actions"));
  }
}
