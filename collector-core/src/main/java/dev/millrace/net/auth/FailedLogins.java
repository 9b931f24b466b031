package dev.millrace.net.auth;

import dev.millrace.component.AuthenticationException;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Level;
import dev.millrace.component.Meter.Counter;
import dev.millrace.component.Meter.Instrument;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts those who are not let in; the server that asks logs them. Any thread. */
public final class FailedLogins {

  /** Labels {@code extension}, {@code reason}. */
  public static final Instrument INSTRUMENT =
      new Instrument(
          "otelcol_extension_failed_logins",
          "Number of requests that an authenticator did not let in, by reason.",
          "{request}",
          Level.BASIC);

  /** Why somebody is not let in. */
  public enum Reason {
    /** The request says nothing. */
    MISSING,
    /** What it says has not the right form. */
    MALFORMED,
    /** What it says is wrong. */
    REJECTED,
    /** What it says was good once. */
    EXPIRED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<String, String> challenge;
  private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

  /**
   * @param challenge the value of {@code www-authenticate} in answers: {@code Bearer}
   */
  public FailedLogins(ComponentSettings settings, String challenge) {
    this.challenge = Map.of("www-authenticate", challenge);
    for (Reason reason : Reason.values()) {
      counters.put(
          reason,
          settings
              .meter()
              .counter(
                  INSTRUMENT,
                  Map.of("extension", settings.id().toString(), "reason", reason.text())));
    }
  }

  /**
   * Notes one.
   *
   * @param why for the operator, without anything secret
   * @return what to fail with
   */
  public AuthenticationException failed(Reason reason, String why) {
    Counter counter = counters.get(reason);
    if (counter != null) {
      counter.add(1);
    }
    return new AuthenticationException(why, challenge);
  }
}
