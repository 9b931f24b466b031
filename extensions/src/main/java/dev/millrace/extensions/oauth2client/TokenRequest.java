package dev.millrace.extensions.oauth2client;

import dev.millrace.config.Secret;
import dev.millrace.extensions.oauth2client.Oauth2ClientConfig.Assertion;
import dev.millrace.extensions.oauth2client.Oauth2ClientConfig.FileOrValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes requests for tokens. Blocks: it reads files and signs.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749: client
 *     credentials</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523: JWT bearer</a>
 */
final class TokenRequest {

  /** How a client says who it is. */
  enum ClientSays {
    IN_HEADER,
    IN_BODY
  }

  /** A request without its URL. */
  record Made(Map<String, List<String>> headers, byte[] body) {}

  private final Oauth2ClientConfig config;

  TokenRequest(Oauth2ClientConfig config) {
    this.config = config;
  }

  Made make(ClientSays where) throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("content-type", List.of("application/x-www-form-urlencoded"));
    headers.put("accept", List.of("application/json"));
    Form form = new Form();
    String id = read("client_id_file", config.client().id());
    String secret =
        read(
            config.assertion() == null ? "client_secret_file" : "client_certificate_key_file",
            config.client().secret());
    Assertion assertion = config.assertion();
    if (assertion != null) {
      form.set("grant_type", Oauth2ClientConfig.JWT_BEARER)
          .set(
              "assertion",
              new SignedAssertion(assertion, id, scope())
                  .text(secret, config.tokenUrl().toString(), Instant.now()));
    } else {
      form.set("grant_type", Oauth2ClientConfig.CLIENT_CREDENTIALS);
    }
    if (!scope().isEmpty()) {
      form.set("scope", scope());
    }
    for (Map.Entry<String, List<Secret>> param : config.endpointParams().entrySet()) {
      form.add(param.getKey(), param.getValue().stream().map(Secret::reveal).toList());
    }
    if (assertion == null && where == ClientSays.IN_HEADER) {
      headers.put("authorization", List.of(basic(id, secret)));
    } else if (assertion == null) {
      form.set("client_id", id).set("client_secret", secret);
    }
    return new Made(headers, form.bytes());
  }

  private String scope() {
    return String.join(" ", config.scopes());
  }

  // https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1: both are encoded as in a form first
  private static String basic(String id, String secret) {
    String pair = Form.encoded(id) + ":" + Form.encoded(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(String key, FileOrValue source) throws IOException {
    if (source.file().isEmpty()) {
      return source.value().reveal();
    }
    String text;
    try {
      text = Files.readString(Path.of(source.file())).strip();
    } catch (NoSuchFileException e) {
      throw new IOException("%s: no such file \"%s\"".formatted(key, source.file()), e);
    } catch (IOException | InvalidPathException e) {
      throw new IOException("%s: cannot read \"%s\"".formatted(key, source.file()), e);
    }
    if (text.isEmpty()) {
      throw new IOException("%s: \"%s\" is empty".formatted(key, source.file()));
    }
    return text;
  }
}
