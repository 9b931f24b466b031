package dev.millrace.processors.resource;

import dev.millrace.config.ConfigReader;
import dev.millrace.processing.actions.ActionConfig;
import java.util.List;

/**
 * Settings of the {@code resource} processor.
 *
 * @param attributes what is done to the attributes of each resource, in order
 */
record ResourceConfig(List<ActionConfig> attributes) {

  static ResourceConfig read(ConfigReader in) {
    return new ResourceConfig(ActionConfig.readAll(in, "attributes"));
  }
}
