package dev.millrace.net.config;

import dev.millrace.config.ConfigReader;
import dev.millrace.net.tls.PemSource;
import dev.millrace.net.tls.ServerTls;
import dev.millrace.net.tls.ServerTlsSettings;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tls} block of a server.
 *
 * @param settings how TLS is spoken
 */
public record TlsServerConfig(ServerTlsSettings settings) {

  /** Reads the {@code tls} block of a server, null when there is none. */
  static @Nullable TlsServerConfig readOptional(ConfigReader server) {
    ConfigReader in = server.optionalMap("tls");
    return in == null ? null : read(in);
  }

  private static TlsServerConfig read(ConfigReader in) {
    for (String key : List.of("ca_file", "ca_pem")) {
      if (in.has(key)) {
        in.warning(key, "has no effect on a server; client_ca_file names the clients' authorities");
      }
    }
    String clientCa = in.string("client_ca_file", "");
    return new TlsServerConfig(
        new ServerTlsSettings(
            needed(in, "cert"),
            needed(in, "key"),
            clientCa.isEmpty() ? null : new PemSource("client_ca_file", clientCa, null),
            in.bool("include_system_ca_certs_pool", false),
            in.bool("client_ca_file_reload", false),
            TlsKeys.parameters(in),
            TlsKeys.reloadInterval(in)));
  }

  private static PemSource needed(ConfigReader in, String name) {
    PemSource source = TlsKeys.pem(in, name);
    if (source == null) {
      String key = name + "_file";
      in.problem(key, "a server needs a certificate and its key; set it");
      return new PemSource(key, "", null);
    }
    return source;
  }

  /** What a server takes; nothing is read from disk yet. */
  public ServerTls tls(Executor blocking) {
    return new ServerTls(settings, blocking);
  }
}
