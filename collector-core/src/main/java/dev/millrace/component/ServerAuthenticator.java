package dev.millrace.component;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Finds out who sends a request; named by a server's {@code auth::authenticator}.
 *
 * <p>Threading: called on any event loop, never blocks it.
 */
public interface ServerAuthenticator extends Extension {

  /**
   * Asked at the head of a request, before any of its body is read.
   *
   * @param headers names in lower case, values in order; with {@code auth::request_params} also
   *     those query parameters
   * @return completes with what was found out: attribute name to value, for {@link Context#auth};
   *     exceptionally with an {@link AuthenticationException} for a sender that is not let in
   */
  CompletionStage<Map<String, String>> authenticate(Map<String, List<String>> headers);
}
