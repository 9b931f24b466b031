package dev.millrace.net.config;

import dev.millrace.config.ConfigReader;
import dev.millrace.net.Endpoint;
import java.util.Locale;

/**
 * The {@code endpoint} of a gRPC client: {@code host:port}, {@code http://…}, {@code https://…},
 * {@code dns:///…}, {@code passthrough:///…} or {@code unix:///path}.
 *
 * @param target {@code host:port} or {@code unix:/path}; empty when absent or wrong
 * @param asksForTls whether its scheme is {@code https}
 * @param isOneServer whether the addresses of the host are those of one server, of which one is
 *     enough
 */
record GrpcEndpoint(String target, boolean asksForTls, boolean isOneServer) {
  private static final String KEY = "endpoint";
  private static final String UNIX = "unix:";
  private static final GrpcEndpoint NONE = new GrpcEndpoint("", false, false);

  static GrpcEndpoint read(ConfigReader in) {
    String text = in.string(KEY, "");
    if (text.isEmpty()) {
      in.problem(KEY, "requires a non-empty \"endpoint\"; add endpoint: host:4317");
      return NONE;
    }
    if (text.startsWith(UNIX)) {
      return unix(in, text.substring(UNIX.length()));
    }
    int colon = text.indexOf("://");
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = colon < 0 ? text : text.substring(colon + 3);
    return switch (scheme) {
      case "", "http" -> parse(in, rest, false, false);
      case "https" -> parse(in, rest, true, false);
      case "dns" -> resolved(in, rest, false);
      case "passthrough" -> resolved(in, rest, true);
      default -> {
        in.problem(
            KEY,
            "unknown scheme \"%s\" (expected: host:port, http://, https://, dns:///,"
                + " passthrough:/// or unix:///)",
            scheme);
        yield NONE;
      }
    };
  }

  private static GrpcEndpoint resolved(ConfigReader in, String rest, boolean isOneServer) {
    int slash = rest.indexOf('/');
    if (slash > 0) {
      in.problem(
          KEY,
          "a name server in the endpoint is not supported by Millrace yet; write dns:///%s",
          rest.substring(slash + 1));
      return NONE;
    }
    return parse(in, rest.substring(slash + 1), false, isOneServer);
  }

  private static GrpcEndpoint unix(ConfigReader in, String rest) {
    String path = rest.startsWith("//") ? rest.substring(2) : rest;
    if (path.isEmpty()) {
      in.problem(KEY, "unix socket path cannot be empty; write unix:///path/to/socket");
      return NONE;
    }
    return new GrpcEndpoint(UNIX + path, false, true);
  }

  private static GrpcEndpoint parse(
      ConfigReader in, String text, boolean asksForTls, boolean isOneServer) {
    try {
      Endpoint endpoint = Endpoint.parse(text);
      String host = endpoint.host().isEmpty() ? "localhost" : endpoint.host();
      return new GrpcEndpoint(
          new Endpoint(host, endpoint.port()).toString(), asksForTls, isOneServer);
    } catch (IllegalArgumentException e) {
      in.problem(KEY, "%s", String.valueOf(e.getMessage()));
      return NONE;
    }
  }
}
