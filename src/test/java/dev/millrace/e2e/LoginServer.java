package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect provider that knows one client, and gives it tokens. */
final class LoginServer implements AutoCloseable {
  static final String CLIENT = "gateway";
  static final String SECRET = "client secret";

  private final HttpServer http;
  private final KeyPair key;
  private final AtomicInteger tokens = new AtomicInteger();

  LoginServer() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    key = generator.generateKeyPair();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::serve);
    http.start();
  }

  String issuer() {
    return "http://localhost:" + http.getAddress().getPort();
  }

  /** How many tokens it has given. */
  int tokens() {
    return tokens.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String answer =
          switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" ->
                "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(issuer());
            case "/keys" -> keys();
            case "/token" -> knows(exchange) ? token() : "";
            default -> "";
          };
      byte[] body = answer.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          answer.isEmpty() ? 401 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static boolean knows(HttpExchange exchange) {
    String pair = CLIENT + ":" + SECRET.replace(' ', '+');
    String expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    return expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private String keys() {
    RSAPublicKey shown = (RSAPublicKey) key.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"use\":\"sig\",\"n\":\"%s\",\"e\":\"%s\"}]}"
        .formatted(number(shown.getModulus()), number(shown.getPublicExponent()));
  }

  private static String number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return base64(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private String token() {
    tokens.incrementAndGet();
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":600}"
        .formatted(signed(CLIENT, Instant.now().getEpochSecond() + 600));
  }

  /** A token for {@code collector}. */
  String signed(String subject, long expires) {
    String text =
        base64("{\"alg\":\"RS256\",\"kid\":\"k\"}".getBytes(UTF_8))
            + "."
            + base64(
                "{\"iss\":\"%s\",\"aud\":\"collector\",\"sub\":\"%s\",\"exp\":%d}"
                    .formatted(issuer(), subject, expires)
                    .getBytes(UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.getPrivate());
      signature.update(text.getBytes(UTF_8));
      return text + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
