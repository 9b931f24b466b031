package dev.millrace.net.config;

import dev.millrace.config.ConfigReader;
import dev.millrace.config.Secret;
import dev.millrace.net.tls.CipherSuites;
import dev.millrace.net.tls.NamedGroups;
import dev.millrace.net.tls.PemSource;
import dev.millrace.net.tls.TlsParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a {@code tls} block that servers and clients share. */
final class TlsKeys {
  private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.2", "1.3");
  private static final String FIRST_SAFE = "1.2";
  private static final String NEWEST = "1.3";
  private static final String NO_JVM_HAS_IT_YET = "X25519MLKEM768";

  /** The JVM's names of Go's. */
  private static final Map<String, String> GROUPS = groups();

  private TlsKeys() {}

  private static Map<String, String> groups() {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put("X25519", "x25519");
    groups.put("P256", "secp256r1");
    groups.put("P384", "secp384r1");
    groups.put("P521", "secp521r1");
    groups.put(NO_JVM_HAS_IT_YET, NO_JVM_HAS_IT_YET);
    return groups;
  }

  static TlsParameters parameters(ConfigReader in) {
    in.unsupported("tpm");
    return new TlsParameters(protocols(in), cipherSuites(in), curves(in));
  }

  static Duration reloadInterval(ConfigReader in) {
    Duration interval = in.duration("reload_interval", Duration.ZERO);
    if (interval.isNegative()) {
      in.problem("reload_interval", "is negative (expected: a duration such as 1h)");
      return Duration.ZERO;
    }
    return interval;
  }

  /** {@code <name>_file} or {@code <name>_pem}; null when there is neither. */
  static @Nullable PemSource pem(ConfigReader in, String name) {
    String fileKey = name + "_file";
    String textKey = name + "_pem";
    String file = in.string(fileKey, "");
    Secret text = in.secret(textKey);
    boolean hasText = text != null && !text.reveal().isEmpty();
    if (hasText && !file.isEmpty()) {
      in.problem(textKey, "provide either %s or %s, but not both", fileKey, textKey);
    }
    if (hasText) {
      return new PemSource(textKey, null, text);
    }
    return file.isEmpty() ? null : new PemSource(fileKey, file, null);
  }

  private static List<String> protocols(ConfigReader in) {
    int from = version(in, "min_version", FIRST_SAFE);
    int to = version(in, "max_version", NEWEST);
    if (from > to) {
      in.problem("min_version", "min_version cannot be greater than max_version");
      return TlsParameters.DEFAULTS.protocols();
    }
    if (from < VERSIONS.indexOf(FIRST_SAFE)) {
      in.warning(
          in.string("min_version", "").isEmpty() ? "max_version" : "min_version",
          "the JVM does not speak TLS below 1.2 unless its jdk.tls.disabledAlgorithms allows it");
    }
    return VERSIONS.subList(from, to + 1).stream()
        .map(version -> version.equals("1.0") ? "TLSv1" : "TLSv" + version)
        .toList();
  }

  private static int version(ConfigReader in, String key, String fallback) {
    String text = in.string(key, "");
    int index = VERSIONS.indexOf(text.isEmpty() ? fallback : text);
    if (index < 0) {
      in.problem(key, "unsupported TLS version \"%s\" (expected one of: 1.0, 1.1, 1.2, 1.3)", text);
      return VERSIONS.indexOf(fallback);
    }
    return index;
  }

  private static List<String> cipherSuites(ConfigReader in) {
    boolean insecure = in.bool("include_insecure_cipher_suites", false);
    List<String> known = new ArrayList<>(CipherSuites.SECURE);
    if (insecure) {
      known.addAll(CipherSuites.INSECURE);
    }
    List<String> chosen = new ArrayList<>();
    for (String suite : in.strings("cipher_suites", List.of())) {
      if (known.contains(suite) || CipherSuites.OF_TLS_1_3.contains(suite)) {
        chosen.add(suite);
      } else if (CipherSuites.INSECURE.contains(suite)) {
        in.problem(
            "cipher_suites",
            "\"%s\" is insecure; use another, or set include_insecure_cipher_suites: true",
            suite);
      } else {
        in.problem(
            "cipher_suites",
            "invalid TLS cipher suite \"%s\" (expected some of: %s)",
            suite,
            String.join(", ", known));
      }
    }
    return chosen;
  }

  private static List<String> curves(ConfigReader in) {
    List<String> chosen = new ArrayList<>();
    for (String curve : in.strings("curve_preferences", List.of())) {
      String group = GROUPS.get(curve);
      if (group == null) {
        in.problem(
            "curve_preferences",
            "invalid curve type \"%s\" (expected some of: %s)",
            curve,
            String.join(", ", GROUPS.keySet()));
      } else {
        chosen.add(group);
      }
    }
    if (chosen.equals(List.of(NO_JVM_HAS_IT_YET))) {
      in.problem(
          "curve_preferences", "the JVM has no %s yet; add another, X25519", NO_JVM_HAS_IT_YET);
    }
    if (!chosen.isEmpty() && !NamedGroups.canBeChosen()) {
      in.warning(
          "curve_preferences", "has no effect before Java 20; run the collector on a newer JVM");
    }
    return chosen;
  }
}
