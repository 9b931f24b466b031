package dev.millrace.extensions.headerssetter;

import dev.millrace.component.ClientAuthenticator;
import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.Extension;
import dev.millrace.component.Host;
import dev.millrace.component.PermanentException;
import dev.millrace.component.StartException;
import dev.millrace.extensions.headerssetter.HeadersSetterConfig.Header;
import dev.millrace.net.auth.WatchedFile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Sets headers of outgoing requests. Any thread. */
final class HeadersSetter implements ClientAuthenticator {
  private final ComponentSettings settings;
  private final HeadersSetterConfig config;
  private final Map<String, WatchedFile<String>> files = new ConcurrentHashMap<>();
  private volatile @Nullable ClientAuthenticator first;

  HeadersSetter(ComponentSettings settings, HeadersSetterConfig config) {
    this.settings = settings;
    this.config = config;
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    ComponentId id = config.additionalAuth();
    if (id != null) {
      Extension found = host.extension(id);
      if (!(found instanceof ClientAuthenticator client)) {
        return CompletableFuture.failedFuture(
            new StartException(
                found == null
                    ? "auth extension %s not found; add it to service::extensions".formatted(id)
                    : "additional_auth: %s is not a client authenticator".formatted(id),
                null));
      }
      first = client;
    }
    return openFiles();
  }

  private CompletionStage<Void> openFiles() {
    CompletionStage<Void> opened = CompletableFuture.completedFuture(null);
    for (Header header : config.headers()) {
      String path = header.valueFile();
      if (path != null) {
        opened = opened.thenCompose(done -> open(path));
      }
    }
    return opened;
  }

  private CompletionStage<Void> open(String path) {
    return WatchedFile.open(path, WatchedFile::secret, settings)
        .handle((file, failure) -> {
          if (failure != null) {
            throw new CompletionException(
                new StartException("value_file: " + failure.getMessage(), failure));
          }
          WatchedFile<String> other = files.put(path, file);
          if (other != null) {
            other.close();
          }
          return null;
        });
  }

  /** Whether whom it asks first says so; what it sets itself are no secrets. */
  @Override
  public boolean requiresTransportSecurity() {
    ClientAuthenticator asked = first;
    return asked != null && asked.requiresTransportSecurity();
  }

  @Override
  public CompletionStage<Map<String, List<String>>> authenticate(
      Map<String, List<String>> headers, Context context) {
    ClientAuthenticator asked = first;
    return asked == null
        ? set(headers, context)
        : asked.authenticate(headers, context).thenCompose(given -> set(given, context));
  }

  private CompletionStage<Map<String, List<String>>> set(
      Map<String, List<String>> headers, Context context) {
    Map<String, List<String>> all = new LinkedHashMap<>(headers);
    for (Header header : config.headers()) {
      try {
        set(all, header, context);
      } catch (PermanentException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return CompletableFuture.completedFuture(all);
  }

  private void set(Map<String, List<String>> all, Header header, Context context)
      throws PermanentException {
    boolean isThere = !first(all.getOrDefault(header.key(), List.of())).isEmpty();
    boolean sets =
        switch (header.action()) {
          case INSERT -> !isThere;
          case UPDATE -> isThere;
          case UPSERT -> true;
          case DELETE -> {
            all.remove(header.key());
            yield false;
          }
        };
    if (sets) {
      all.put(header.key(), List.of(value(header, context)));
    }
  }

  private static String first(List<String> values) {
    return values.isEmpty() ? "" : values.get(0);
  }

  private String value(Header header, Context context) throws PermanentException {
    if (header.value() != null) {
      return header.value().reveal();
    }
    if (header.valueFile() != null) {
      WatchedFile<String> file = files.get(header.valueFile());
      return file == null ? "" : file.value();
    }
    if (header.fromAttribute() != null) {
      return context.auth().getOrDefault(header.fromAttribute(), header.fallback().reveal());
    }
    List<String> given = context.metadata(header.fromContext() == null ? "" : header.fromContext());
    if (given.size() > 1) {
      throw new PermanentException(
          "header \"%s\": %d source keys found in the context, can't determine which one to use"
              .formatted(header.key(), given.size()),
          "header",
          null);
    }
    return given.isEmpty() ? header.fallback().reveal() : given.get(0);
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    files.values().forEach(WatchedFile::close);
    return CompletableFuture.completedFuture(null);
  }
}
