package dev.millrace.net.tls;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a server's files said when they were last read.
 *
 * @param clientAuthorities null when clients are asked for nothing
 */
record ServerMaterial(Identity identity, byte @Nullable [] clientAuthorities) {

  /** Reads everything; may block. Fails with a sentence. */
  static ServerMaterial read(ServerTlsSettings settings) throws IOException {
    PemSource authorities = settings.clientAuthorities();
    return new ServerMaterial(
        Identity.read(settings.certificate(), settings.key()),
        authorities == null ? null : authorities.read());
  }

  boolean isSameAs(ServerMaterial other) {
    return identity.isSameAs(other.identity)
        && Arrays.equals(clientAuthorities, other.clientAuthorities);
  }

  SslContext context(ServerTlsSettings settings, boolean grpc) throws IOException {
    SslContextBuilder builder = identity.forServer().sslProvider(SslProvider.JDK);
    if (settings.clientAuthorities() != null && clientAuthorities != null) {
      builder
          .trustManager(
              Authorities.of(
                  settings.clientAuthorities(),
                  clientAuthorities,
                  settings.withSystemAuthorities()))
          .clientAuth(ClientAuth.REQUIRE);
    }
    if (grpc) {
      GrpcSslContexts.configure(builder, SslProvider.JDK);
    } else {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              ApplicationProtocolNames.HTTP_1_1));
    }
    // After what gRPC sets of its own.
    settings.parameters().applyTo(builder);
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage() + "; correct the tls settings", e);
    }
  }
}
