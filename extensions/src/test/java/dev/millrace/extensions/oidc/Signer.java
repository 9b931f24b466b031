package dev.millrace.extensions.oidc;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;

/** A key pair with a name, and tokens under it. */
final class Signer {
  private final PublicJsonWebKey key;
  private final String algorithm;

  private Signer(PublicJsonWebKey key, String id, String algorithm) {
    this.key = key;
    this.algorithm = algorithm;
    key.setKeyId(id);
  }

  static Signer rsa(String id) throws Exception {
    return new Signer(RsaJwkGenerator.generateJwk(2048), id, "RS256");
  }

  static Signer of(String algorithm) throws Exception {
    PublicJsonWebKey key =
        switch (algorithm) {
          case "ES256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
          case "ES384" -> EcJwkGenerator.generateJwk(EllipticCurves.P384);
          case "ES512" -> EcJwkGenerator.generateJwk(EllipticCurves.P521);
          case "EdDSA" -> OkpJwkGenerator.generateJwk("Ed25519");
          default -> RsaJwkGenerator.generateJwk(2048);
        };
    return new Signer(key, "k", algorithm);
  }

  PublicJsonWebKey key() {
    return key;
  }

  /** The public keys of some, as a provider tells them. */
  static String set(Signer... signers) {
    JsonWebKeySet set = new JsonWebKeySet();
    for (Signer signer : signers) {
      set.addJsonWebKey(signer.key);
    }
    return set.toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  /** What a good token says. */
  static Map<String, Object> claims(String issuer) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("aud", List.of("others", "us"));
    claims.put("sub", "ann");
    claims.put("exp", Instant.now().getEpochSecond() + 600);
    return claims;
  }

  String token(Map<String, Object> claims) throws Exception {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(JsonUtil.toJson(claims));
    signature.setAlgorithmHeaderValue(algorithm);
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setKey(key.getPrivateKey());
    return signature.getCompactSerialization();
  }
}
