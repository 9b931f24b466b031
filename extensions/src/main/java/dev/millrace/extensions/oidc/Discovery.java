package dev.millrace.extensions.oidc;

import dev.millrace.extensions.oidc.OidcConfig.ProviderConfig;
import dev.millrace.net.HttpClient;
import dev.millrace.net.HttpRequest;
import dev.millrace.net.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * What a provider tells about itself.
 *
 * @param keysUrl where its keys are
 * @param algorithms with which it signs
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig">OpenID
 *     Connect discovery</a>
 */
record Discovery(URI keysUrl, Set<String> algorithms) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long MAX_ANSWER_BYTES = 1 << 20;

  static CompletionStage<Discovery> fetch(HttpClient client, ProviderConfig provider) {
    String issuer = provider.issuerUrl();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return get(client, URI.create(base + "/.well-known/openid-configuration"))
        .thenApply(text -> {
          try {
            return read(text, provider);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  /** The text at a URL; fails with a sentence. */
  static CompletionStage<String> get(HttpClient client, URI url) {
    return client
        .send(HttpRequest.get(url, TIMEOUT, MAX_ANSWER_BYTES))
        .thenApply(answer -> text(url, answer));
  }

  private static String text(URI url, HttpResponse answer) {
    if (answer.status() != 200) {
      throw new CompletionException(
          new IOException("%s answered HTTP Status Code %d".formatted(url, answer.status())));
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static Discovery read(String text, ProviderConfig provider) throws IOException {
    Map<String, Object> said;
    try {
      said = JsonUtil.parseJson(text);
    } catch (JoseException e) {
      throw new IOException("oidc: failed to decode provider discovery object", e);
    }
    if (!provider.issuerUrl().equals(said.get("issuer"))) {
      throw new IOException(
          "oidc: issuer did not match the issuer returned by provider, expected \"%s\" got \"%s\""
              .formatted(provider.issuerUrl(), said.get("issuer")));
    }
    Set<String> algorithms = new HashSet<>();
    if (said.get("id_token_signing_alg_values_supported") instanceof List<?> named) {
      named.forEach(name -> algorithms.add(String.valueOf(name)));
    }
    algorithms.retainAll(KeySet.ALGORITHMS);
    return new Discovery(
        keysUrl(said.get("jwks_uri")), algorithms.isEmpty() ? Set.of("RS256") : algorithms);
  }

  private static URI keysUrl(@Nullable Object said) throws IOException {
    try {
      URI url = URI.create(String.valueOf(said));
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw new IOException("oidc: the provider tells no jwks_uri that is a URL");
  }
}
