package dev.millrace.extensions.basicauth;

import dev.millrace.component.ClientAuthenticator;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.StartException;
import dev.millrace.net.auth.WatchedFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends a name and its password. Any thread. */
final class BasicAuthClient implements ClientAuthenticator {
  private final ComponentSettings settings;
  private final BasicAuthConfig.Client config;
  private volatile @Nullable WatchedFile<String> usernameFile;
  private volatile @Nullable WatchedFile<String> passwordFile;

  BasicAuthClient(ComponentSettings settings, BasicAuthConfig.Client config) {
    this.settings = settings;
    this.config = config;
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return open(config.usernameFile())
        .thenCompose(opened -> {
          usernameFile = opened;
          return open(config.passwordFile());
        })
        .handle((opened, failure) -> {
          if (failure != null) {
            throw new CompletionException(
                new StartException(String.valueOf(failure.getMessage()), failure));
          }
          passwordFile = opened;
          if (username().indexOf(':') >= 0) {
            throw new CompletionException(
                new StartException(
                    "invalid authorization format: the username must not have a colon", null));
          }
          return null;
        });
  }

  private CompletionStage<@Nullable WatchedFile<String>> open(String path) {
    return path.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : WatchedFile.open(path, WatchedFile::secret, settings).thenApply(opened -> opened);
  }

  private String username() {
    WatchedFile<String> file = usernameFile;
    return file == null ? config.username() : file.value();
  }

  private String password() {
    WatchedFile<String> file = passwordFile;
    return file == null ? config.password().reveal() : file.value();
  }

  @Override
  public CompletionStage<Map<String, List<String>>> authenticate(
      Map<String, List<String>> headers, Context context) {
    byte[] pair = (username() + ":" + password()).getBytes(StandardCharsets.UTF_8);
    Map<String, List<String>> all = new LinkedHashMap<>(headers);
    all.put("authorization", List.of("Basic " + Base64.getEncoder().encodeToString(pair)));
    return CompletableFuture.completedFuture(all);
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    close(usernameFile);
    close(passwordFile);
    return CompletableFuture.completedFuture(null);
  }

  private static void close(@Nullable WatchedFile<?> file) {
    if (file != null) {
      file.close();
    }
  }
}
