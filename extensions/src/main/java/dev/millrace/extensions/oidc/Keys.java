package dev.millrace.extensions.oidc;

import java.util.concurrent.CompletionStage;

/** Where the keys of a provider come from. Any thread. */
interface Keys extends AutoCloseable {

  /** Those that are known; fails as retryable when there are none yet. */
  CompletionStage<KeySet> current();

  /**
   * Perhaps newer ones, when {@code old} did not do; the same where there are none, or when they
   * were asked for just now.
   */
  CompletionStage<KeySet> newerThan(KeySet old);

  @Override
  void close();
}
