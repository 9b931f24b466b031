package dev.millrace.net.config;

import dev.millrace.config.ConfigReader;
import dev.millrace.net.tls.ClientTlsSettings;
import dev.millrace.net.tls.PemSource;

/**
 * The {@code tls} block of a client.
 *
 * @param insecure whether gRPC goes without TLS; HTTP goes by the scheme of its URL
 * @param settings how TLS is spoken
 */
public record TlsClientConfig(boolean insecure, ClientTlsSettings settings) {

  /** TLS with the JVM's trusted authorities. */
  public static final TlsClientConfig DEFAULTS =
      new TlsClientConfig(false, ClientTlsSettings.DEFAULTS);

  /** Reads the block at {@code tls}. */
  public static TlsClientConfig read(ConfigReader client) {
    ConfigReader in = client.map("tls");
    PemSource certificate = TlsKeys.pem(in, "cert");
    PemSource key = TlsKeys.pem(in, "key");
    if ((certificate == null) != (key == null)) {
      in.problem(
          certificate == null ? "key_file" : "cert_file",
          "TLS configuration must include both certificate and key; add %s",
          certificate == null ? "cert_file" : "key_file");
    }
    PemSource authorities = TlsKeys.pem(in, "ca");
    String serverName = in.string("server_name_override", "");
    ClientTlsSettings settings =
        new ClientTlsSettings(
            authorities,
            in.bool("include_system_ca_certs_pool", false),
            certificate,
            key,
            serverName.isEmpty() ? null : serverName,
            in.bool("insecure_skip_verify", false),
            TlsKeys.parameters(in),
            TlsKeys.reloadInterval(in));
    // As in Go: who names an authority wants TLS.
    boolean insecure = in.bool("insecure", false) && authorities == null;
    return new TlsClientConfig(insecure, settings);
  }
}
