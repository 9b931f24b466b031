package dev.millrace.component;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Adds to outgoing requests what their destination wants to know about us; named by a client's
 * {@code auth::authenticator}.
 *
 * <p>Threading: called on any event loop, never blocks it.
 */
public interface ClientAuthenticator extends Extension {

  /**
   * Asked before each attempt to send.
   *
   * @param headers what the request has so far, names in lower case; not to be changed
   * @param context of the batch that is sent, {@link Context#EMPTY} where there is none
   * @return completes with all headers of the request; exceptionally with a {@link
   *     ConsumeException}, retryable where it may work later
   */
  CompletionStage<Map<String, List<String>>> authenticate(
      Map<String, List<String>> headers, Context context);

  /** Whether what it adds must not travel without TLS; gRPC clients without TLS then refuse it. */
  default boolean requiresTransportSecurity() {
    return true;
  }
}
