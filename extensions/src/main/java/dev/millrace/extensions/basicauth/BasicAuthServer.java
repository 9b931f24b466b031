package dev.millrace.extensions.basicauth;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Host;
import dev.millrace.component.RetryableException;
import dev.millrace.component.ServerAuthenticator;
import dev.millrace.component.StartException;
import dev.millrace.net.auth.FailedLogins;
import dev.millrace.net.auth.FailedLogins.Reason;
import dev.millrace.net.auth.VerifiedCredentials.Verified;
import dev.millrace.net.auth.WatchedFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who knows a name and its password.
 *
 * <p>Threading: any thread; passwords are checked on the blocking executor, and good ones are
 * remembered until the file changes, an hour at most.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617#section-2">RFC 7617</a>
 */
final class BasicAuthServer implements ServerAuthenticator {
  private static final String SCHEME = "Basic ";
  private static final Duration VALID = Duration.ofHours(1);

  private final ComponentSettings settings;
  private final BasicAuthConfig.Server config;
  private final FailedLogins failedLogins;
  private final Checks checks;
  private volatile @Nullable WatchedFile<Htpasswd> file;
  private volatile @Nullable Htpasswd inline;

  BasicAuthServer(ComponentSettings settings, BasicAuthConfig.Server config) {
    this.settings = settings;
    this.config = config;
    this.failedLogins = new FailedLogins(settings, "Basic realm=\"collector\", charset=\"UTF-8\"");
    this.checks = new Checks(settings.blocking());
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    if (config.file().isEmpty()) {
      inline = read(config.inline().reveal());
      return CompletableFuture.completedFuture(null);
    }
    return WatchedFile.open(
            config.file(), text -> read(text + "\n" + config.inline().reveal()), settings)
        .handle((opened, failure) -> {
          if (failure != null) {
            throw new CompletionException(
                new StartException("open htpasswd file: " + failure.getMessage(), failure));
          }
          file = opened;
          return null;
        });
  }

  private Htpasswd read(String text) {
    return new Htpasswd(
        text,
        line ->
            settings
                .logger()
                .warn("htpasswd: line {} is no name and hash; it lets nobody in", line));
  }

  @Override
  public CompletionStage<Map<String, String>> authenticate(Map<String, List<String>> headers) {
    List<String> values = headers.getOrDefault("authorization", List.of());
    if (values.isEmpty() || values.get(0).isEmpty()) {
      return failed(Reason.MISSING, "no basic auth provided");
    }
    String value = values.get(0);
    if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return failed(Reason.MALFORMED, "invalid authorization scheme prefix");
    }
    String raw = value.substring(SCHEME.length());
    byte[] pair;
    try {
      pair = Base64.getDecoder().decode(raw);
    } catch (IllegalArgumentException e) {
      return failed(Reason.MALFORMED, "invalid authorization format");
    }
    int colon = indexOfColon(pair);
    Htpasswd known = known();
    if (colon < 0 || known == null) {
      return failed(Reason.MALFORMED, "invalid authorization format");
    }
    return known.verified().verify(pair, () -> check(known, pair, colon, raw));
  }

  private CompletionStage<Verified<Map<String, String>>> check(
      Htpasswd known, byte[] pair, int colon, String raw) {
    String name = new String(pair, 0, colon, StandardCharsets.UTF_8);
    byte[] password = Arrays.copyOfRange(pair, colon + 1, pair.length);
    CompletableFuture<Verified<Map<String, String>>> checked = new CompletableFuture<>();
    try {
      checks.run(() -> {
        if (known.matches(name, password)) {
          checked.complete(new Verified<>(Map.of("username", name, "raw", raw), VALID));
        } else {
          checked.completeExceptionally(
              failedLogins.failed(Reason.REJECTED, "invalid credentials"));
        }
      });
    } catch (RejectedExecutionException e) {
      checked.completeExceptionally(
          new RetryableException("too much blocking work waits; retry later", null, e));
    }
    return checked;
  }

  private @Nullable Htpasswd known() {
    WatchedFile<Htpasswd> watched = file;
    return watched == null ? inline : watched.value();
  }

  private static int indexOfColon(byte[] pair) {
    for (int i = 0; i < pair.length; i++) {
      if (pair[i] == ':') {
        return i;
      }
    }
    return -1;
  }

  private <T> CompletionStage<T> failed(Reason reason, String why) {
    return CompletableFuture.failedFuture(failedLogins.failed(reason, why));
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    WatchedFile<Htpasswd> watched = file;
    if (watched != null) {
      watched.close();
    }
    return CompletableFuture.completedFuture(null);
  }
}
