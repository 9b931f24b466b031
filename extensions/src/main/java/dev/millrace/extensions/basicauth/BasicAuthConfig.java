package dev.millrace.extensions.basicauth;

import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the {@code basicauth} extension: those of a server, or those of a client.
 *
 * @param server who is let in
 * @param client as whom to send, null for a server
 */
record BasicAuthConfig(Server server, @Nullable Client client) {
  private static final Secret NOTHING = new Secret("");
  private static final Server NOBODY = new Server("", NOTHING);

  /**
   * Who is let in.
   *
   * @param file in the form of Apache's htpasswd; empty for none
   * @param inline more of the same, which wins
   */
  record Server(String file, Secret inline) {}

  /**
   * As whom to send. A file wins over what is written down.
   *
   * @param usernameFile empty for none
   * @param passwordFile empty for none
   */
  record Client(String username, String usernameFile, Secret password, String passwordFile) {}

  static BasicAuthConfig read(ConfigReader in) {
    ConfigReader htpasswd = block(in, "htpasswd");
    ConfigReader client = block(in, "client_auth");
    if (htpasswd != null && client != null) {
      in.problem("client_auth", "only one of `htpasswd` or `client_auth` can be specified");
    } else if (htpasswd == null && client == null) {
      in.problem("htpasswd", "no credential source provided; add htpasswd or client_auth");
    }
    return new BasicAuthConfig(
        htpasswd == null ? NOBODY : server(in, htpasswd), client == null ? null : client(client));
  }

  private static @Nullable ConfigReader block(ConfigReader in, String key) {
    ConfigNode node = in.raw(key);
    return node == null || (node instanceof ScalarNode scalar && scalar.isNull())
        ? null
        : in.map(key);
  }

  private static Server server(ConfigReader parent, ConfigReader in) {
    Server server = new Server(in.string("file", ""), secret(in, "inline"));
    if (server.file().isEmpty() && server.inline().reveal().isEmpty()) {
      parent.problem("htpasswd", "no credential source provided; add file or inline");
    }
    return server;
  }

  private static Client client(ConfigReader in) {
    in.unsupported("aws_secrets_manager");
    return new Client(
        in.string("username", ""),
        in.string("username_file", ""),
        secret(in, "password"),
        in.string("password_file", ""));
  }

  private static Secret secret(ConfigReader in, String key) {
    Secret secret = in.secret(key);
    return secret == null ? NOTHING : secret;
  }
}
