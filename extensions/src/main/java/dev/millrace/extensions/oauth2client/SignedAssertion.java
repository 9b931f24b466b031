package dev.millrace.extensions.oauth2client;

import dev.millrace.extensions.oauth2client.Oauth2ClientConfig.Assertion;
import dev.millrace.net.tls.PemKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/** A signed statement of who asks for a token: a JWT under an RSA key. */
final class SignedAssertion {
  private static final Duration VALID = Duration.ofMinutes(30);

  private final Assertion config;
  private final String clientId;
  private final String scope;

  SignedAssertion(Assertion config, String clientId, String scope) {
    this.config = config;
    this.clientId = clientId;
    this.scope = scope;
  }

  /**
   * The statement.
   *
   * @param pem an RSA key, PKCS#8 or PKCS#1
   */
  String text(String pem, String tokenUrl, Instant now) throws IOException {
    Map<String, @Nullable Object> header = new LinkedHashMap<>();
    header.put("alg", config.algorithm());
    header.put("typ", "JWT");
    if (!config.keyId().isEmpty()) {
      header.put("kid", config.keyId());
    }
    String signed = part(header) + "." + part(claims(tokenUrl, now));
    try {
      Signature signature =
          Signature.getInstance("SHA" + config.algorithm().substring(2) + "withRSA");
      signature.initSign(key(pem));
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause's text, which may quote the key.
      throw new IOException("client_certificate_key: is no RSA key in PEM form", e);
    }
  }

  private Map<String, @Nullable Object> claims(String tokenUrl, Instant now) {
    Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    claims.put("iss", config.issuer().isEmpty() ? clientId : config.issuer());
    claims.put("sub", clientId);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("aud", config.audience().isEmpty() ? tokenUrl : config.audience());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(VALID).getEpochSecond());
    if (!scope.isEmpty()) {
      claims.put("scope", scope);
    }
    claims.putAll(config.claims());
    return claims;
  }

  private static PrivateKey key(String pem) throws IOException, GeneralSecurityException {
    String text =
        new String(
            PemKey.asPkcs8(pem.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.US_ASCII);
    String base64 = text.replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
  }

  private static String part(Map<String, @Nullable Object> values) {
    return base64(JsonUtil.toJson(values).getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
