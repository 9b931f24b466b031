package dev.millrace.extensions.headerssetter;

import dev.millrace.component.ComponentId;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the {@code headers_setter} extension.
 *
 * @param headers in the order in which they are set
 * @param additionalAuth whom to ask first, null for nobody
 */
record HeadersSetterConfig(List<Header> headers, @Nullable ComponentId additionalAuth) {

  /** What is done with a header. */
  enum Action {
    INSERT,
    UPDATE,
    UPSERT,
    DELETE
  }

  /**
   * One header. One of the sources is not null, except where it is deleted.
   *
   * @param key in lower case
   * @param fallback what {@code fromContext} and {@code fromAttribute} stand for when there is none
   */
  record Header(
      String key,
      Action action,
      @Nullable Secret value,
      @Nullable String valueFile,
      @Nullable String fromContext,
      @Nullable String fromAttribute,
      Secret fallback) {}

  private static final Secret NOTHING = new Secret("");
  private static final Map<String, Action> ACTIONS = actions();

  static HeadersSetterConfig read(ConfigReader in) {
    List<Header> headers = in.maps("headers").stream().map(HeadersSetterConfig::header).toList();
    if (headers.isEmpty()) {
      in.problem("headers", "missing headers configuration; add a key and a value");
    }
    return new HeadersSetterConfig(headers, in.extension("additional_auth", ComponentId::parse));
  }

  private static Header header(ConfigReader in) {
    Secret fallback = in.secret("default_value");
    Header header =
        new Header(
            in.string("key", "").toLowerCase(Locale.ROOT),
            action(in),
            in.secret("value"),
            in.optionalString("value_file"),
            in.optionalString("from_context"),
            in.optionalString("from_attribute"),
            fallback == null ? NOTHING : fallback);
    check(in, header);
    return header;
  }

  private static Action action(ConfigReader in) {
    if (in.string("action", "").isEmpty()) {
      in.warning(
          "action",
          "The action was not provided, using 'upsert'. In future versions, we'll require this to"
              + " be explicitly set");
      return Action.UPSERT;
    }
    return in.choice("action", Action.UPSERT, ACTIONS);
  }

  private static void check(ConfigReader in, Header header) {
    if (header.key().isEmpty()) {
      in.problem("key", "missing header name");
    }
    long sources =
        Stream.of(
                header.value() != null,
                header.valueFile() != null,
                header.fromContext() != null,
                header.fromAttribute() != null)
            .filter(given -> given)
            .count();
    if (header.action() != Action.DELETE && sources == 0) {
      in.problem(
          "value",
          "missing header source, must be 'from_context', 'from_attribute', 'value', or"
              + " 'value_file'");
    } else if (header.action() != Action.DELETE && sources > 1) {
      in.problem(
          "value",
          "invalid header source, must be only one of 'from_context', 'from_attribute', 'value',"
              + " or 'value_file'");
    }
  }

  private static Map<String, Action> actions() {
    Map<String, Action> actions = new LinkedHashMap<>();
    for (Action action : Action.values()) {
      actions.put(action.name().toLowerCase(Locale.ROOT), action);
    }
    return actions;
  }
}
