package dev.millrace.extensions.oauth2client;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters of a request, {@code application/x-www-form-urlencoded}. For one thread. */
final class Form {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  Form set(String name, String value) {
    values.put(name, List.of(value));
    return this;
  }

  /** Adds a parameter of the user's, which may win over {@code grant_type} alone, as in Go. */
  Form add(String name, List<String> given) throws IOException {
    if (values.containsKey(name) && !name.equals("grant_type")) {
      throw new IOException("oauth2: cannot overwrite parameter \"%s\"".formatted(name));
    }
    values.put(name, given);
    return this;
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, each) -> {
      for (String value : each) {
        text.append(text.isEmpty() ? "" : "&").append(encoded(name)).append('=');
        text.append(encoded(value));
      }
    });
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The first value of each parameter of an answer in this form. */
  static Map<String, Object> decode(String text) {
    Map<String, Object> decoded = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        decoded.putIfAbsent(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return decoded;
  }
}
