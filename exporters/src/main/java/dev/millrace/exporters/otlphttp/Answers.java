package dev.millrace.exporters.otlphttp;

import dev.millrace.component.ConsumeException;
import dev.millrace.component.ErrorTypes;
import dev.millrace.component.PermanentException;
import dev.millrace.component.RetryableException;
import dev.millrace.export.TakenAnswers;
import dev.millrace.net.HttpResponse;
import dev.millrace.net.otlp.FailureStatus;
import dev.millrace.net.otlp.PartialSuccess;
import dev.millrace.net.otlp.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a backend's answer means for the batch. Any thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response">OTLP/HTTP response</a>
 */
final class Answers {
  private static final int MAX_SHOWN = 500;

  private final TakenAnswers taken;

  Answers(Logger logger) {
    this.taken = new TakenAnswers(logger);
  }

  /** The outcome of a batch that was answered. */
  CompletionStage<Void> outcome(URI url, HttpResponse answer) {
    return answer.status() / 100 == 2 ? taken(url, answer) : failed(url, answer);
  }

  private CompletionStage<Void> taken(URI url, HttpResponse answer) {
    ConsumeException rejection = taken.rejection(shown(url), () -> partial(answer));
    return rejection == null
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(rejection);
  }

  private static PartialSuccess partial(HttpResponse answer) throws IOException {
    if (answer.body().length == 0) {
      return PartialSuccess.NONE;
    }
    return switch (mediaType(answer)) {
      case "application/x-protobuf" -> PartialSuccess.read(answer.body());
      case "application/json" -> PartialSuccess.readJson(answer.body());
      default -> PartialSuccess.NONE;
    };
  }

  private static CompletionStage<Void> failed(URI url, HttpResponse answer) {
    int status = answer.status();
    String message =
        "error exporting items, request to %s responded with HTTP Status Code %d%s"
            .formatted(shown(url), status, reason(answer));
    ConsumeException failure =
        isRetryable(status)
            ? new RetryableException(message, delay(answer), null, ErrorTypes.ofHttp(status))
            : new PermanentException(
                message, String.valueOf(status), null, ErrorTypes.ofHttp(status));
    return CompletableFuture.failedFuture(failure);
  }

  // https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes
  private static boolean isRetryable(int status) {
    return switch (status) {
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
  }

  private static @Nullable Duration delay(HttpResponse answer) {
    return RetryAfter.parse(answer.header("retry-after"), Instant.now());
  }

  /** What the backend says about it, or where a redirect leads; empty when it says nothing. */
  private static String reason(HttpResponse answer) {
    String location = answer.header("location");
    if (answer.status() / 100 == 3 && location != null) {
      return "; it points to %s: change endpoint".formatted(location);
    }
    String type = mediaType(answer);
    try {
      return switch (type) {
        case "application/x-protobuf" -> message(FailureStatus.read(answer.body()).message());
        case "application/json" -> message(FailureStatus.readJson(answer.body()).message());
        default -> page(type, answer.body());
      };
    } catch (IOException e) {
      return page(type, answer.body()); // proxies answer with pages of their own, by any name
    }
  }

  private static String message(String message) {
    return message.isEmpty() ? "" : ", Message=" + shortened(message);
  }

  /** The beginning of what somebody who does not speak OTLP has to say. */
  private static String page(String type, byte[] body) {
    boolean isText =
        type.startsWith("text/") || type.endsWith("json") || type.endsWith("xml") || type.isEmpty();
    int bytes = Math.min(body.length, 4 * MAX_SHOWN);
    String text = new String(body, 0, bytes, StandardCharsets.UTF_8).strip();
    return isText && !text.isEmpty() ? ", Body=" + shortened(text) : "";
  }

  private static String shortened(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
  }

  private static String mediaType(HttpResponse answer) {
    String type = answer.header("content-type");
    if (type == null) {
      return "";
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
  }

  /** The outcome of a batch without an answer. */
  static CompletionStage<Void> unreachable(URI url, Throwable failure) {
    if (failure instanceof ConsumeException) {
      return CompletableFuture.failedFuture(failure);
    }
    String remedy =
        failure instanceof TimeoutException
            ? "raise timeout, or look at the backend"
            : "start the backend or change endpoint";
    return CompletableFuture.failedFuture(
        new RetryableException(
            "failed to make an HTTP request to %s: %s; %s"
                .formatted(shown(url), failure.getMessage(), remedy),
            null,
            failure,
            failure instanceof TimeoutException ? ErrorTypes.DEADLINE : ErrorTypes.OTHER));
  }

  /** Without a name and password in it, and without a query, which may hold a key. */
  private static String shown(URI url) {
    String authority = url.getRawAuthority();
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    return url.getScheme() + "://" + host + url.getRawPath();
  }
}
