package dev.millrace.extensions.oauth2client;

import dev.millrace.config.ConfigNode;
import dev.millrace.config.ConfigNode.ListNode;
import dev.millrace.config.ConfigNode.MapNode;
import dev.millrace.config.ConfigNode.ScalarNode;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Secret;
import dev.millrace.net.config.TlsClientConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the {@code oauth2client} extension.
 *
 * @param tokenUrl where tokens are asked for
 * @param client who asks
 * @param assertion how that is proved with a signature, null where a secret does
 * @param scopes what the tokens shall allow
 * @param endpointParams more parameters of the request
 * @param tls how https is spoken to the authorization server
 * @param timeout of one request; 0 means 30 s
 * @param expiryBuffer how long before its end a token is replaced
 */
record Oauth2ClientConfig(
    URI tokenUrl,
    Client client,
    @Nullable Assertion assertion,
    List<String> scopes,
    Map<String, List<Secret>> endpointParams,
    TlsClientConfig tls,
    Duration timeout,
    Duration expiryBuffer) {

  /**
   * Who asks.
   *
   * @param id what it is called
   * @param secret what it knows; a private key where an assertion proves it
   */
  record Client(FileOrValue id, FileOrValue secret) {}

  /** A value, or a file that holds it, which wins; it is read each time. */
  record FileOrValue(String file, Secret value) {
    boolean isMissing() {
      return file.isEmpty() && value.reveal().isEmpty();
    }
  }

  /**
   * What is signed, besides what follows from the rest.
   *
   * @param algorithm {@code RS256}, {@code RS384}, {@code RS512}
   * @param keyId empty for none
   * @param issuer empty for the client's id
   * @param audience empty for the token URL
   * @param claims more of them, which win
   */
  record Assertion(
      String algorithm,
      String keyId,
      String issuer,
      String audience,
      Map<String, @Nullable Object> claims) {}

  static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  static final String CLIENT_CREDENTIALS = "client_credentials";

  private static final URI NOWHERE = URI.create("http://localhost");
  private static final Duration BUFFER = Duration.ofMinutes(5);
  private static final List<String> GRANTS = List.of(CLIENT_CREDENTIALS, JWT_BEARER);
  private static final List<String> ALGORITHMS = List.of("RS256", "RS384", "RS512");

  static Oauth2ClientConfig read(ConfigReader in) {
    boolean signs = oneOf(in, "grant_type", GRANTS).equals(JWT_BEARER);
    FileOrValue secret = value(in, "client_secret");
    FileOrValue key = value(in, "client_certificate_key");
    Assertion assertion = assertion(in);
    Client client = new Client(value(in, "client_id"), signs ? key : secret);
    check(in, client, signs);
    return new Oauth2ClientConfig(
        tokenUrl(in),
        client,
        signs ? assertion : null,
        in.strings("scopes", List.of()),
        endpointParams(in),
        TlsClientConfig.read(in),
        notNegative(in, "timeout", Duration.ZERO),
        notNegative(in, "expiry_buffer", BUFFER));
  }

  /** One of the choices; the first when there is nothing. */
  private static String oneOf(ConfigReader in, String key, List<String> choices) {
    String text = in.string(key, "");
    if (!text.isEmpty() && !choices.contains(text)) {
      in.problem(
          key, "\"%s\" is not known (expected one of: %s)", text, String.join(", ", choices));
    }
    return choices.contains(text) ? text : choices.get(0);
  }

  private static FileOrValue value(ConfigReader in, String key) {
    Secret value = in.secret(key);
    return new FileOrValue(in.string(key + "_file", ""), value == null ? new Secret("") : value);
  }

  private static void check(ConfigReader in, Client client, boolean signs) {
    if (client.id().isMissing()) {
      in.problem("client_id", "no ClientID provided in the OAuth2 exporter configuration");
    }
    if (client.secret().isMissing() && signs) {
      in.problem(
          "client_certificate_key",
          "no ClientCertificateKey provided in the OAuth2 exporter configuration");
    } else if (client.secret().isMissing()) {
      in.problem(
          "client_secret", "no ClientSecret provided in OAuth Client Credentials configuration");
    }
  }

  private static URI tokenUrl(ConfigReader in) {
    String text = in.string("token_url", "");
    if (text.isEmpty()) {
      in.problem("token_url", "no TokenURL provided in OAuth Client Credentials configuration");
      return NOWHERE;
    }
    try {
      URI url = new URI(text);
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below, without the text that the exception quotes: it may hold a password.
    }
    in.problem("token_url", "must be a valid URL (expected: such as https://host/token)");
    return NOWHERE;
  }

  private static Assertion assertion(ConfigReader in) {
    Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    if (plain(in.raw("claims")) instanceof Map<?, ?> given) {
      given.forEach((name, value) -> claims.put(String.valueOf(name), value));
    }
    return new Assertion(
        oneOf(in, "signature_algorithm", ALGORITHMS),
        in.string("client_certificate_key_id", ""),
        in.string("iss", ""),
        in.string("audience", ""),
        claims);
  }

  private static @Nullable Object plain(@Nullable ConfigNode node) {
    if (node instanceof MapNode map) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      map.entries().forEach((key, entry) -> values.put(key, plain(entry.value())));
      return values;
    }
    if (node instanceof ListNode list) {
      List<@Nullable Object> values = new ArrayList<>();
      list.items().forEach(item -> values.add(plain(item)));
      return values;
    }
    return node instanceof ScalarNode scalar ? scalar.value() : null;
  }

  private static Map<String, List<Secret>> endpointParams(ConfigReader in) {
    in.problems().secret(in.path() + "::endpoint_params");
    ConfigReader params = in.map("endpoint_params");
    Map<String, List<Secret>> values = new LinkedHashMap<>();
    for (String name : params.keys()) {
      values.put(name, params.strings(name, List.of()).stream().map(Secret::new).toList());
    }
    return values;
  }

  private static Duration notNegative(ConfigReader in, String key, Duration fallback) {
    Duration value = in.duration(key, fallback);
    if (value.isNegative()) {
      in.problem(key, "is negative (expected: at least 0s)");
      return fallback;
    }
    return value;
  }
}
