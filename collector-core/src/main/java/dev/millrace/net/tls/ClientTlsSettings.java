package dev.millrace.net.tls;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client speaks TLS.
 *
 * @param authorities whom to trust; null means the JVM's authorities
 * @param withSystemAuthorities whether to trust the JVM's authorities besides
 * @param certificate what to show to a server that asks, null for nothing
 * @param key of the certificate
 * @param serverName the name to ask for and to check instead of the host's, null for the host's
 * @param skipsVerification whether any server is believed
 * @param parameters versions, suites and curves
 * @param reloadInterval after which certificate and key are read anew; zero means never
 */
public record ClientTlsSettings(
    @Nullable PemSource authorities,
    boolean withSystemAuthorities,
    @Nullable PemSource certificate,
    @Nullable PemSource key,
    @Nullable String serverName,
    boolean skipsVerification,
    TlsParameters parameters,
    Duration reloadInterval) {

  /** The JVM's authorities, TLS 1.2 and 1.3. */
  public static final ClientTlsSettings DEFAULTS =
      new ClientTlsSettings(
          null, false, null, null, null, false, TlsParameters.DEFAULTS.protocols());

  /** With the JVM's own choice of suites and curves, and files that are read once. */
  public ClientTlsSettings(
      @Nullable PemSource authorities,
      boolean withSystemAuthorities,
      @Nullable PemSource certificate,
      @Nullable PemSource key,
      @Nullable String serverName,
      boolean skipsVerification,
      List<String> protocols) {
    this(
        authorities,
        withSystemAuthorities,
        certificate,
        key,
        serverName,
        skipsVerification,
        new TlsParameters(protocols, List.of(), List.of()),
        Duration.ZERO);
  }

  /** Versions, {@code TLSv1.2}. */
  public List<String> protocols() {
    return parameters.protocols();
  }
}
