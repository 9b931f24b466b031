package dev.millrace.dist;

import dev.millrace.component.ComponentFactory;
import dev.millrace.service.ComponentRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The components of this distribution, and those of foreign jars on the class path. */
final class Components {

  private Components() {}

  static ComponentRegistry registry() {
    List<ComponentFactory<?>> factories = new ArrayList<>(own());
    for (ComponentFactory<?> foreign : ServiceLoader.load(ComponentFactory.class)) {
      factories.add(foreign);
    }
    return new ComponentRegistry(factories);
  }

  /** Ours, one sorted line each, by full name: many share their simple one. */
  private static List<ComponentFactory<?>> own() {
    return List.of(
        new dev.millrace.connectors.forward.ForwardFactory(),
        new dev.millrace.exporters.debug.DebugFactory(),
        new dev.millrace.exporters.nop.NopFactory(),
        new dev.millrace.exporters.otlp.OtlpGrpcFactory(),
        new dev.millrace.exporters.otlphttp.OtlpHttpFactory(),
        new dev.millrace.extensions.basicauth.BasicAuthFactory(),
        new dev.millrace.extensions.bearertokenauth.BearerTokenAuthFactory(),
        new dev.millrace.extensions.filestorage.FileStorageFactory(),
        new dev.millrace.extensions.headerssetter.HeadersSetterFactory(),
        new dev.millrace.extensions.memorylimiter.MemoryLimiterFactory(),
        new dev.millrace.extensions.oauth2client.Oauth2ClientFactory(),
        new dev.millrace.extensions.oidc.OidcFactory(),
        new dev.millrace.processors.attributes.AttributesFactory(),
        new dev.millrace.processors.batch.BatchFactory(),
        new dev.millrace.processors.memorylimiter.MemoryLimiterFactory(),
        new dev.millrace.processors.queuebatch.QueueBatchFactory(),
        new dev.millrace.processors.resource.ResourceFactory(),
        new dev.millrace.receivers.nop.NopFactory(),
        new dev.millrace.receivers.otlp.OtlpFactory(),
        new dev.millrace.receivers.prometheus.PrometheusFactory());
  }
}
