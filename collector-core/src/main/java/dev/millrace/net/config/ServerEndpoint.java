package dev.millrace.net.config;

import dev.millrace.config.ConfigReader;
import dev.millrace.net.Endpoint;
import dev.millrace.net.Endpoint.Family;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code endpoint} and {@code transport} of a server. */
final class ServerEndpoint {
  private static final String ENDPOINT = "endpoint";

  private ServerEndpoint() {}

  static Endpoint read(ConfigReader in, Endpoint fallback) {
    Family family = in.choice("transport", Family.TCP, families());
    if (family == Family.UNIX) {
      return unix(in, fallback);
    }
    Endpoint endpoint = in.parsed(ENDPOINT, fallback, Endpoint::parse);
    return new Endpoint(endpoint.host(), endpoint.port(), family);
  }

  private static Endpoint unix(ConfigReader in, Endpoint fallback) {
    String path = in.string(ENDPOINT, "");
    if (path.startsWith("unix:")) {
      path = path.substring("unix:".length()).replaceFirst("^//", "");
    }
    if (path.isEmpty()) {
      in.problem(ENDPOINT, "a unix socket needs a path; set endpoint: /run/otlp.sock");
      return fallback;
    }
    return Endpoint.unix(path);
  }

  private static Map<String, Family> families() {
    Map<String, Family> families = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      families.put(family.toString(), family);
    }
    return families;
  }
}
