package dev.millrace.net;

import dev.millrace.component.AuthenticationException;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Level;
import dev.millrace.component.Meter.Counter;
import dev.millrace.component.Meter.Instrument;
import dev.millrace.component.RetryableException;
import dev.millrace.component.ServerAuthenticator;
import dev.millrace.component.ServerGate;
import dev.millrace.net.Refusal.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Who may come in: asked by a server at the head of each request, before any of its body is read.
 * The gates are asked first, then who the sender is.
 *
 * <p>Threading: may be called from any event loop. What is refused is counted by reason; a sender
 * that is not let in is also logged, at most once a minute.
 */
public final class Admission {
  /** Counts what is refused; labels: kind and id of the component, transport, reason. */
  public static final Instrument REFUSED =
      new Instrument(
          "otelcol_server_refused_requests",
          "Number of requests that a server refused at their head, by reason.",
          "{request}",
          Level.BASIC);

  private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);
  private static final Duration AUTHENTICATION_LIMIT = Duration.ofSeconds(30);
  private static final CompletionStage<Answer> ADMITTED =
      CompletableFuture.completedFuture(new Answer(Map.of(), null));
  private static final Admission OPEN =
      new Admission(List.of(), null, List.of(), new EnumMap<>(Reason.class), null);

  /**
   * The answer to the question.
   *
   * @param auth what was found out about the sender: attribute name to value
   * @param refusal null when it is let in
   */
  public record Answer(Map<String, String> auth, @Nullable Refusal refusal) {}

  private final List<ServerGate> gates;
  private final @Nullable ServerAuthenticator authenticator;
  private final List<String> requestParams;
  private final Map<Reason, Counter> refused;
  private final @Nullable Logger logger;
  private final OncePerMinute warnings = new OncePerMinute();

  private Admission(
      List<ServerGate> gates,
      @Nullable ServerAuthenticator authenticator,
      List<String> requestParams,
      Map<Reason, Counter> refused,
      @Nullable Logger logger) {
    this.gates = List.copyOf(gates);
    this.authenticator = authenticator;
    this.requestParams = List.copyOf(requestParams);
    this.refused = refused;
    this.logger = logger;
  }

  /** Lets everybody in and counts nothing. */
  public static Admission open() {
    return OPEN;
  }

  /**
   * Of a server of one component.
   *
   * @param transport {@code http} or {@code grpc}, a label of the counter
   * @param authenticator null when nobody asks who sends
   * @param requestParams query parameters that the authenticator sees beside the headers
   */
  public static Admission of(
      ComponentSettings settings,
      String transport,
      List<ServerGate> gates,
      @Nullable ServerAuthenticator authenticator,
      List<String> requestParams) {
    Map<Reason, Counter> counters = new EnumMap<>(Reason.class);
    counters.put(Reason.BUSY, counter(settings, transport, Reason.BUSY));
    if (authenticator != null) {
      counters.put(Reason.UNAUTHENTICATED, counter(settings, transport, Reason.UNAUTHENTICATED));
    }
    if (!gates.isEmpty()) {
      counters.put(Reason.THROTTLED, counter(settings, transport, Reason.THROTTLED));
    }
    return new Admission(gates, authenticator, requestParams, counters, settings.logger());
  }

  private static Counter counter(ComponentSettings settings, String transport, Reason reason) {
    Map<String, String> labels =
        Map.of(
            "otelcol.component.kind", settings.kind().text(),
            "otelcol.component.id", settings.id().toString(),
            "transport", transport,
            "reason", reason.name().toLowerCase(Locale.ROOT));
    return settings.meter().counter(REFUSED, labels);
  }

  /** Whether everybody is let in, so that nobody need ask. */
  public boolean isOpen() {
    return gates.isEmpty() && authenticator == null;
  }

  /** Query parameters that {@link #ask} wants among the headers. */
  public List<String> requestParams() {
    return requestParams;
  }

  /**
   * Whether a request is let in. The stage never fails, and completes within a bound.
   *
   * @param headers names in lower case; asked for where somebody looks at them
   * @param peer the sender's address, for the log
   */
  public CompletionStage<Answer> ask(Supplier<Map<String, List<String>>> headers, String peer) {
    for (ServerGate gate : gates) {
      RetryableException closed = gate.refusal();
      if (closed != null) {
        return refusing(throttled(closed));
      }
    }
    if (authenticator == null) {
      return ADMITTED;
    }
    CompletableFuture<Map<String, String>> found;
    try {
      found = authenticator.authenticate(headers.get()).toCompletableFuture();
    } catch (RuntimeException e) {
      found = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Map<String, String>> bounded =
        found.isDone()
            ? found
            : found.copy().orTimeout(AUTHENTICATION_LIMIT.toSeconds(), TimeUnit.SECONDS);
    return bounded.handle((auth, failure) ->
        auth == null ? new Answer(Map.of(), refusal(failure, peer)) : new Answer(auth, null));
  }

  /** Notes that a request was refused; every server says so of each one. */
  public void count(Refusal refusal) {
    Counter counter = refused.get(refusal.reason());
    if (counter != null) {
      counter.add(1);
    }
  }

  private static CompletionStage<Answer> refusing(Refusal refusal) {
    return CompletableFuture.completedFuture(new Answer(Map.of(), refusal));
  }

  private static Refusal throttled(RetryableException closed) {
    Duration delay = closed.retryAfter();
    return new Refusal(
        Reason.THROTTLED,
        String.valueOf(closed.getMessage()),
        delay == null ? DEFAULT_DELAY : delay,
        Map.of());
  }

  private Refusal refusal(@Nullable Throwable thrown, String peer) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof AuthenticationException unknown) {
      warn("a request from {} is not authenticated: {}{}", peer, unknown.getMessage());
      return new Refusal(Reason.UNAUTHENTICATED, "unauthenticated", null, unknown.challenge());
    }
    if (failure instanceof RetryableException || failure instanceof TimeoutException) {
      warn("who sends from {} cannot be found out now: {}{}", peer, failure.getMessage());
      Duration delay =
          failure instanceof RetryableException retryable ? retryable.retryAfter() : null;
      return Refusal.busy(
          "authentication is not possible now; retry later", delay == null ? DEFAULT_DELAY : delay);
    }
    warn("finding out who sends from {} failed: {}{}", peer, String.valueOf(failure));
    return Refusal.of(Reason.INTERNAL, "internal error");
  }

  private void warn(String line, String peer, @Nullable String why) {
    if (logger != null) {
      warnings.run(left ->
          logger.warn(
              line,
              peer,
              why == null ? "no answer within " + AUTHENTICATION_LIMIT.toSeconds() + " s" : why,
              left == 0 ? "" : " (" + left + " more such requests since the last line)"));
    }
  }
}
