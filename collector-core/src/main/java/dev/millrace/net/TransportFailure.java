package dev.millrace.net;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what the transport throws into sentences that name the other side. */
public final class TransportFailure {

  private TransportFailure() {}

  /**
   * A failure of a conversation with {@code peer}, {@code host:port}. What is a sentence already
   * stays as it is.
   */
  public static Throwable of(Throwable thrown, String peer) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof BodyTooLargeException || cause instanceof TimeoutException) {
      return cause;
    }
    String sentence = sentence(cause, peer);
    return sentence == null ? cause : new IOException(sentence, cause);
  }

  private static @Nullable String sentence(Throwable cause, String peer) {
    if (cause instanceof ConnectTimeoutException) {
      return "connecting timed out: " + peer;
    }
    if (cause instanceof UnknownHostException) {
      return "no such host: " + peer;
    }
    if (cause instanceof FileNotFoundException) {
      return "no such socket: " + peer;
    }
    if (cause instanceof NoRouteToHostException) {
      return "no route to host: " + peer;
    }
    if (cause instanceof ConnectException) {
      return isAbout(cause, "refused")
          ? "connection refused: " + peer
          : "cannot connect to %s: %s".formatted(peer, cause.getMessage());
    }
    if (cause instanceof SSLException) {
      return "TLS with %s failed: %s".formatted(peer, deepest(cause));
    }
    if (cause instanceof ClosedChannelException) {
      return "connection closed: " + peer;
    }
    if (cause instanceof IOException && isAbout(cause, "reset")) {
      return "connection reset: " + peer;
    }
    return null;
  }

  /** The cause behind the wrappers of futures and decoders. */
  static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof DecoderException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  // The JDK and the kernel tell these apart by their text only.
  static boolean isAbout(Throwable cause, String word) {
    String message = cause.getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains(word);
  }

  private static @Nullable String deepest(Throwable cause) {
    Throwable at = cause;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at.getMessage();
  }
}
