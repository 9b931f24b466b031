package dev.millrace.extensions.oidc;

import dev.millrace.extensions.oidc.OidcConfig.ProviderConfig;
import dev.millrace.net.auth.FailedLogins.Reason;
import dev.millrace.net.auth.VerifiedCredentials.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a token says whose signature is good: whether it is for us and now, and who its bearer is.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID
 *     Connect: ID token validation</a>
 */
final class Claims {
  private static final Duration NOT_BEFORE_LEEWAY = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final String GOOGLE = "https://accounts.google.com";

  private final ProviderConfig provider;
  private final String raw;
  private final Map<String, Object> claims;

  Claims(ProviderConfig provider, String raw, Map<String, Object> claims) {
    this.provider = provider;
    this.raw = raw;
    this.claims = claims;
  }

  /** Who the bearer is, and for how long that holds. */
  Verified<Map<String, String>> check(Instant now) throws RejectedTokenException {
    checkIssuer();
    checkAudience();
    Instant end = time("exp");
    if (end == null || end.isBefore(now)) {
      throw new RejectedTokenException(
          "failed to verify token: oidc: token is expired", Reason.EXPIRED);
    }
    Instant start = time("nbf");
    if (start != null && now.plus(NOT_BEFORE_LEEWAY).isBefore(start)) {
      throw rejected("failed to verify token: oidc: current time is before the nbf (not before)");
    }
    Duration left = Duration.between(now, end);
    return new Verified<>(attributes(), left.compareTo(LONGEST) < 0 ? left : LONGEST);
  }

  private void checkIssuer() throws RejectedTokenException {
    Object issuer = claims.get("iss");
    boolean isOurs =
        provider.issuerUrl().equals(issuer)
            || (provider.issuerUrl().equals(GOOGLE) && "accounts.google.com".equals(issuer));
    if (!isOurs && !provider.ignoreIssuer()) {
      throw rejected("failed to verify token: oidc: id token issued by a different provider");
    }
  }

  private void checkAudience() throws RejectedTokenException {
    Object audience = claims.get("aud");
    boolean isForUs =
        audience instanceof List<?> many
            ? many.contains(provider.audience())
            : provider.audience().equals(audience);
    if (!isForUs && !provider.ignoreAudience()) {
      throw rejected(
          "failed to verify token: oidc: expected audience \"%s\"".formatted(provider.audience()));
    }
  }

  private @Nullable Instant time(String claim) throws RejectedTokenException {
    Object value = claims.get(claim);
    if (value == null) {
      return null;
    }
    double seconds = value instanceof Number number ? number.doubleValue() : Double.NaN;
    if (!(seconds >= 0 && seconds < 1e12)) {
      throw new RejectedTokenException(
          "failed to verify token: oidc: %s is no time".formatted(claim), Reason.MALFORMED);
    }
    return Instant.ofEpochSecond((long) seconds);
  }

  private Map<String, String> attributes() throws RejectedTokenException {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("subject", subject());
    attributes.put("membership", membership());
    attributes.put("raw", raw);
    attributes.put("claims", JsonUtil.toJson(claims));
    claims.forEach((name, value) -> {
      attributes.put("claims." + name, text(value));
      attributes.putIfAbsent(name, text(value));
    });
    return Map.copyOf(attributes);
  }

  private String subject() throws RejectedTokenException {
    if (provider.usernameClaim().isEmpty()) {
      return claims.get("sub") instanceof String subject ? subject : "";
    }
    Object name = claims.get(provider.usernameClaim());
    if (name == null) {
      throw rejected(
          "username claim from the OIDC configuration not found on the token returned by the OIDC"
              + " provider");
    }
    if (name instanceof String text) {
      return text;
    }
    throw rejected("the username returned by the OIDC provider isn't a regular string");
  }

  private String membership() throws RejectedTokenException {
    if (provider.groupsClaim().isEmpty()) {
      return "";
    }
    Object groups = claims.get(provider.groupsClaim());
    if (groups == null) {
      throw rejected(
          "groups claim from the OIDC configuration not found on the token returned by the OIDC"
              + " provider");
    }
    return groups instanceof String || groups instanceof List<?> ? text(groups) : "";
  }

  private static String text(@Nullable Object value) {
    if (value instanceof List<?> many) {
      return many.stream().map(Claims::text).collect(Collectors.joining(";"));
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      map.forEach((key, each) -> named.put(String.valueOf(key), each));
      return JsonUtil.toJson(named);
    }
    return String.valueOf(value);
  }

  private static RejectedTokenException rejected(String message) {
    return new RejectedTokenException(message, Reason.REJECTED);
  }
}
