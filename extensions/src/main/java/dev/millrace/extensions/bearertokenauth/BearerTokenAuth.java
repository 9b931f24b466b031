package dev.millrace.extensions.bearertokenauth;

import dev.millrace.component.ClientAuthenticator;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.ServerAuthenticator;
import dev.millrace.component.StartException;
import dev.millrace.config.Secret;
import dev.millrace.net.auth.FailedLogins;
import dev.millrace.net.auth.FailedLogins.Reason;
import dev.millrace.net.auth.WatchedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets in who knows one of the tokens, and sends the first. Any thread. */
final class BearerTokenAuth implements ServerAuthenticator, ClientAuthenticator {
  private final ComponentSettings settings;
  private final BearerTokenAuthConfig config;
  private final String header;
  private final List<String> configured;
  private final FailedLogins failedLogins;
  private volatile @Nullable WatchedFile<List<String>> file;

  BearerTokenAuth(ComponentSettings settings, BearerTokenAuthConfig config) {
    this.settings = settings;
    this.config = config;
    this.header = config.header().toLowerCase(Locale.ROOT);
    this.configured = config.tokens().stream().map(Secret::reveal).map(this::value).toList();
    this.failedLogins =
        new FailedLogins(settings, config.scheme().isEmpty() ? "Bearer" : config.scheme());
  }

  private String value(String token) {
    return config.scheme().isEmpty() ? token : config.scheme() + " " + token;
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    if (config.filename().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return WatchedFile.open(config.filename(), this::values, settings)
        .handle((opened, failure) -> {
          if (failure != null) {
            throw new CompletionException(
                new StartException("filename: " + failure.getMessage(), failure));
          }
          file = opened;
          return null;
        });
  }

  /** An empty line is no token: it would let everybody in. */
  private List<String> values(String text) throws IOException {
    List<String> values =
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).map(this::value).toList();
    if (values.isEmpty()) {
      throw new IOException("it holds no token");
    }
    return values;
  }

  private List<String> values() {
    WatchedFile<List<String>> watched = file;
    return watched == null ? configured : watched.value();
  }

  @Override
  public CompletionStage<Map<String, String>> authenticate(Map<String, List<String>> headers) {
    List<String> given = headers.getOrDefault(header, List.of());
    if (given.isEmpty() || given.get(0).isEmpty()) {
      return CompletableFuture.failedFuture(
          failedLogins.failed(
              Reason.MISSING, "missing or empty authorization header: " + config.header()));
    }
    byte[] value = given.get(0).getBytes(StandardCharsets.UTF_8);
    boolean known = false;
    for (String expected : values()) {
      known |= MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), value);
    }
    return known
        ? CompletableFuture.completedFuture(Map.of())
        : CompletableFuture.failedFuture(
            failedLogins.failed(Reason.REJECTED, "scheme or token does not match"));
  }

  @Override
  public CompletionStage<Map<String, List<String>>> authenticate(
      Map<String, List<String>> headers, Context context) {
    Map<String, List<String>> all = new LinkedHashMap<>(headers);
    List<String> values = values();
    if (!values.isEmpty()) {
      all.put(header, List.of(values.get(0)));
    }
    return CompletableFuture.completedFuture(all);
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    WatchedFile<List<String>> watched = file;
    if (watched != null) {
      watched.close();
    }
    return CompletableFuture.completedFuture(null);
  }
}
