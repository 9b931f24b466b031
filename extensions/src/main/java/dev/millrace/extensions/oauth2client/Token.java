package dev.millrace.extensions.oauth2client;

import dev.millrace.net.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server gave.
 *
 * @param authorization the header's value
 * @param lifetime null when it has no end that is known
 */
record Token(String authorization, @Nullable Duration lifetime) {
  private static final int MAX_SAID_CHARS = 200;

  /** Reads an answer; fails with what it says is wrong. */
  static Token read(HttpResponse answer) throws IOException {
    Map<String, Object> said;
    try {
      said = fields(answer);
    } catch (JoseException | RuntimeException e) {
      throw new IOException(
          answer.status() / 100 == 2
              ? "the answer is no JSON"
              : "HTTP Status Code " + answer.status(),
          e);
    }
    if (answer.status() / 100 != 2 || said.get("error") instanceof String) {
      throw new IOException(
          "HTTP Status Code %d%s%s"
              .formatted(
                  answer.status(), shown(said.get("error")), shown(said.get("error_description"))));
    }
    if (!(said.get("access_token") instanceof String token) || token.isEmpty()) {
      throw new IOException("server response missing access_token");
    }
    return new Token(type(said.get("token_type")) + " " + token, lifetime(said.get("expires_in")));
  }

  private static Map<String, Object> fields(HttpResponse answer) throws JoseException {
    String type = String.valueOf(answer.header("content-type")).toLowerCase(Locale.ROOT);
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("text/plain")
        ? Form.decode(body)
        : JsonUtil.parseJson(body);
  }

  /** The names that headers begin with, whatever their case in the answer, as in Go. */
  private static String type(@Nullable Object said) {
    String type = said instanceof String text ? text : "";
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "", "bearer" -> "Bearer";
      case "mac" -> "MAC";
      case "basic" -> "Basic";
      default -> type;
    };
  }

  private static @Nullable Duration lifetime(@Nullable Object said) throws IOException {
    double seconds;
    if (said instanceof Number number) {
      seconds = number.doubleValue();
    } else if (said instanceof String text && !text.isEmpty()) {
      try {
        seconds = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new IOException("expires_in is no number", e);
      }
    } else {
      return null;
    }
    return seconds > 0 && seconds < Integer.MAX_VALUE ? Duration.ofSeconds((long) seconds) : null;
  }

  private static String shown(@Nullable Object said) {
    if (!(said instanceof String text)) {
      return "";
    }
    String printable = text.replaceAll("[^ -~]", "?");
    return " \"" + printable.substring(0, Math.min(printable.length(), MAX_SAID_CHARS)) + "\"";
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Token[lifetime=" + lifetime + "]";
  }
}
