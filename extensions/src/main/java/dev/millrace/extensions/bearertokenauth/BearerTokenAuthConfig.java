package dev.millrace.extensions.bearertokenauth;

import dev.millrace.config.ConfigReader;
import dev.millrace.config.Secret;
import java.util.List;

/**
 * Settings of the {@code bearertokenauth} extension.
 *
 * @param header that carries the token
 * @param scheme before the token; empty for none
 * @param tokens all are let in, the first is sent
 * @param filename a file with a token a line, in place of {@code tokens}; empty for none
 */
record BearerTokenAuthConfig(String header, String scheme, List<Secret> tokens, String filename) {

  static BearerTokenAuthConfig read(ConfigReader in) {
    in.problems().secret(in.path() + "::tokens");
    List<Secret> tokens = in.strings("tokens", List.of()).stream().map(Secret::new).toList();
    Secret token = in.secret("token");
    boolean hasToken = token != null && !token.reveal().isEmpty();
    String filename = in.string("filename", "");
    if (hasToken && !tokens.isEmpty()) {
      in.problem("tokens", "either tokens or token should be provided, not both");
    }
    if (!hasToken && tokens.isEmpty() && filename.isEmpty()) {
      in.problem("token", "no bearer token provided; add token, tokens or filename");
    }
    if (!filename.isEmpty() && (hasToken || !tokens.isEmpty())) {
      in.warning("filename", "a filename is specified. Configured token(s) is ignored!");
    }
    if (tokens.stream().anyMatch(each -> each.reveal().isBlank())) {
      in.problem("tokens", "one is empty; remove it");
    }
    return new BearerTokenAuthConfig(
        in.string("header", "Authorization"),
        in.string("scheme", "Bearer"),
        hasToken && token != null ? List.of(token) : tokens,
        filename);
  }
}
