package dev.millrace.processing.match;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of spans by the names that the protocol gives them. */
final class SpanKinds {
  private static final List<String> NAMES =
      List.of(
          "SPAN_KIND_UNSPECIFIED",
          "SPAN_KIND_INTERNAL",
          "SPAN_KIND_SERVER",
          "SPAN_KIND_CLIENT",
          "SPAN_KIND_PRODUCER",
          "SPAN_KIND_CONSUMER");

  private SpanKinds() {}

  /** A number without a name has an empty one, as in the Go collector. */
  static byte[] name(long kind) {
    String name = kind >= 0 && kind < NAMES.size() ? NAMES.get((int) kind) : "";
    return name.getBytes(StandardCharsets.UTF_8);
  }

  static @Nullable String problem(TextSet kinds) {
    for (String kind : kinds.texts()) {
      if (NAMES.indexOf(kind) < 1) {
        return "span_kinds: \"%s\" is not known with match_type strict (expected one of: %s)"
            .formatted(kind, String.join(", ", NAMES.stream().skip(1).sorted().toList()));
      }
    }
    return null;
  }
}
