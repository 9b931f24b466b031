package dev.millrace.net.config;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.config.ConfigReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code auth} block of a client, by the keys of the Go collector's {@code configauth}.
 */
final class ClientAuthConfig {

  private ClientAuthConfig() {}

  /** The extension that the block names; null without a block, or where it is null. */
  static @Nullable ComponentId read(ConfigReader client) {
    ConfigNode block = client.raw("auth");
    if (block == null || (block instanceof ScalarNode scalar && scalar.isNull())) {
      return null;
    }
    ConfigReader in = client.map("auth");
    ComponentId id = in.extension("authenticator", ComponentId::parse);
    if (id == null && !in.has("authenticator")) {
      in.problem("authenticator", "names no extension; write authenticator: <id>");
    }
    return id;
  }
}
