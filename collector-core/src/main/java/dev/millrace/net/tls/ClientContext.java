package dev.millrace.net.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** Reads what {@link ClientTlsSettings} name; blocks, and fails with a sentence. */
final class ClientContext {
  private final ClientTlsSettings settings;
  private final UnaryOperator<SslContextBuilder> finish;

  ClientContext(ClientTlsSettings settings, UnaryOperator<SslContextBuilder> finish) {
    this.settings = settings;
    this.finish = finish;
  }

  SslContext load() throws IOException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    trust(builder);
    if (settings.certificate() != null && settings.key() != null) {
      Identity.read(settings.certificate(), settings.key()).show(builder);
    }
    SslContextBuilder finished = finish.apply(builder);
    // After what a protocol sets of its own.
    settings.parameters().applyTo(finished);
    return finished.build();
  }

  private void trust(SslContextBuilder builder) throws IOException {
    PemSource authorities = settings.authorities();
    if (settings.skipsVerification()) {
      builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null);
    } else if (authorities != null) {
      builder.trustManager(
          Authorities.of(authorities, authorities.read(), settings.withSystemAuthorities()));
    }
  }
}
