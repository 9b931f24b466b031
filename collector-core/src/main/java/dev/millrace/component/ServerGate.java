package dev.millrace.component;

import org.jspecify.annotations.Nullable;

/**
 * Lets requests in or turns them away before any of their body is read; named by a server's {@code
 * middlewares}.
 *
 * <p>Threading: called on any event loop, never blocks it.
 */
public interface ServerGate extends Extension {

  /** Why no request is let in now, with the delay after which to come again; null lets it in. */
  @Nullable RetryableException refusal();
}
