package dev.millrace.extensions.oidc;

import dev.millrace.net.auth.FailedLogins.Reason;
import dev.millrace.net.auth.VerifiedCredentials;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of a provider, and the tokens that they were found to have signed. Any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517: JWK Set</a>
 */
final class KeySet {
  /** With a key pair alone: whoever knows the key of an HMAC could sign as well. */
  static final Set<String> ALGORITHMS =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  private final List<PublicJsonWebKey> keys;
  private final String text;
  private final AlgorithmConstraints constraints;
  private final boolean minds;
  private final VerifiedCredentials<Map<String, String>> verified = new VerifiedCredentials<>();

  private KeySet(List<PublicJsonWebKey> keys, String text, Set<String> algorithms, boolean minds) {
    this.keys = keys;
    this.text = text;
    this.constraints =
        new AlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(new String[0]));
    this.minds = minds;
  }

  /**
   * Reads a JWK set; keys of kinds that sign nothing here are left out.
   *
   * @param algorithms that may have been used
   * @param mindsIds whether a token that names a key must be signed by that one
   */
  static KeySet parse(String json, Set<String> algorithms, boolean mindsIds) throws IOException {
    List<PublicJsonWebKey> keys;
    try {
      keys =
          new JsonWebKeySet(json)
              .getJsonWebKeys().stream()
                  .filter(key -> key instanceof PublicJsonWebKey && !"enc".equals(key.getUse()))
                  .map(key -> (PublicJsonWebKey) key)
                  .toList();
    } catch (JoseException | RuntimeException e) {
      throw new IOException("failed to parse JWKS", e);
    }
    if (keys.isEmpty()) {
      throw new IOException(
          "file contains no supported keys (supported types are RSA, ECDSA, and ED25519)");
    }
    String text = new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
    return new KeySet(keys, text, algorithms, mindsIds);
  }

  /** Whether both have the same keys. */
  boolean isSameAs(@Nullable KeySet other) {
    return other != null && text.equals(other.text);
  }

  VerifiedCredentials<Map<String, String>> verified() {
    return verified;
  }

  /** What a token says that one of the keys has signed; takes its time. */
  Map<String, Object> claims(String token) throws RejectedTokenException {
    JsonWebSignature signature = parse(token);
    String id = signature.getKeyIdHeaderValue();
    for (PublicJsonWebKey key : keys) {
      if ((!minds || id == null || id.equals(key.getKeyId())) && isSignedBy(key, signature)) {
        return payload(signature);
      }
    }
    throw RejectedTokenException.unknownKey();
  }

  private JsonWebSignature parse(String token) throws RejectedTokenException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmConstraints(constraints);
    try {
      signature.setCompactSerialization(token);
      return signature;
    } catch (JoseException | RuntimeException e) {
      throw malformed();
    }
  }

  private static boolean isSignedBy(JsonWebKey key, JsonWebSignature signature) {
    if (key.getAlgorithm() != null
        && !key.getAlgorithm().equals(signature.getAlgorithmHeaderValue())) {
      return false;
    }
    try {
      signature.setKey(key.getKey());
      return signature.verifySignature();
    } catch (JoseException | RuntimeException e) {
      return false; // of another kind than the algorithm, or weak
    }
  }

  private static Map<String, Object> payload(JsonWebSignature signature)
      throws RejectedTokenException {
    try {
      return JsonUtil.parseJson(signature.getUnverifiedPayload());
    } catch (JoseException | RuntimeException e) {
      throw malformed();
    }
  }

  /** Who says that it has issued a token; nobody has checked that. */
  static String unverifiedIssuer(String token) throws RejectedTokenException {
    JsonWebSignature signature = new JsonWebSignature();
    try {
      signature.setCompactSerialization(token);
    } catch (JoseException | RuntimeException e) {
      throw malformed();
    }
    return payload(signature).get("iss") instanceof String issuer ? issuer : "";
  }

  private static RejectedTokenException malformed() {
    return new RejectedTokenException(
        "failed to parse the token: oidc: malformed jws", Reason.MALFORMED);
  }
}
