package dev.millrace.net.tls;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server speaks TLS.
 *
 * @param certificate the chain to show
 * @param key of the certificate
 * @param clientAuthorities who must have signed a client's certificate; null asks for none
 * @param withSystemAuthorities whether the JVM's authorities may have signed it too
 * @param watchesClientAuthorities whether their file is read anew when it changes
 * @param parameters versions, suites and curves
 * @param reloadInterval between readings of certificate and key; zero means once
 */
public record ServerTlsSettings(
    PemSource certificate,
    PemSource key,
    @Nullable PemSource clientAuthorities,
    boolean withSystemAuthorities,
    boolean watchesClientAuthorities,
    TlsParameters parameters,
    Duration reloadInterval) {

  /** Asks clients for nothing, and reads its files once. */
  public static ServerTlsSettings of(PemSource certificate, PemSource key) {
    return new ServerTlsSettings(
        certificate, key, null, false, false, TlsParameters.DEFAULTS, Duration.ZERO);
  }

  /** The same, asking clients for a certificate. */
  public ServerTlsSettings withClientAuthorities(PemSource authorities) {
    return new ServerTlsSettings(
        certificate,
        key,
        authorities,
        withSystemAuthorities,
        watchesClientAuthorities,
        parameters,
        reloadInterval);
  }
}
