package dev.millrace.net.auth;

import dev.millrace.component.ClientAuthenticator;
import dev.millrace.component.ComponentId;
import dev.millrace.component.Context;
import dev.millrace.component.Extension;
import dev.millrace.component.Host;
import dev.millrace.component.PermanentException;
import dev.millrace.component.StartException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The authenticator of one client, or none: asked before each attempt to send.
 *
 * <p>Threading: any thread.
 */
public final class RequestAuth {

  /** Leaves requests as they are. */
  public static final RequestAuth NONE = new RequestAuth(null);

  private final @Nullable ClientAuthenticator authenticator;

  private RequestAuth(@Nullable ClientAuthenticator authenticator) {
    this.authenticator = authenticator;
  }

  /**
   * The authenticator of an HTTP client.
   *
   * @param id null for none
   * @throws StartException when there is no such extension, or it is of another kind
   */
  public static RequestAuth forHttp(@Nullable ComponentId id, Host host) throws StartException {
    return id == null ? NONE : new RequestAuth(find(id, host, "HTTP"));
  }

  /**
   * The authenticator of a gRPC client.
   *
   * @param id null for none
   * @param isPlain whether the client goes without TLS
   * @throws StartException when there is no such extension, or it is of another kind, or what it
   *     adds must not travel without TLS
   */
  public static RequestAuth forGrpc(@Nullable ComponentId id, Host host, boolean isPlain)
      throws StartException {
    if (id == null) {
      return NONE;
    }
    ClientAuthenticator found = find(id, host, "gRPC");
    if (isPlain && found.requiresTransportSecurity()) {
      throw new StartException(
          "grpc: the credentials of authenticator \"%s\" require transport level security; set"
                  .formatted(id)
              + " tls::insecure: false",
          null);
    }
    return new RequestAuth(found);
  }

  private static ClientAuthenticator find(ComponentId id, Host host, String protocol)
      throws StartException {
    Extension found = host.extension(id);
    if (found == null) {
      throw new StartException(
          "failed to resolve authenticator \"%s\": authenticator not found; add it to extensions"
                  .formatted(id)
              + " and service::extensions",
          null);
    }
    if (!(found instanceof ClientAuthenticator client)) {
      throw new StartException(
          "requested authenticator is not a %s client authenticator: \"%s\""
              .formatted(protocol, id),
          null);
    }
    return client;
  }

  /** Whether there is one to ask. */
  public boolean isNone() {
    return authenticator == null;
  }

  /**
   * The headers that a request goes out with. Fails with a {@link
   * dev.millrace.component.ConsumeException}.
   *
   * @param headers what it has so far, names in lower case
   * @param context of the batch that is sent
   */
  public CompletionStage<Map<String, List<String>>> headers(
      Map<String, List<String>> headers, Context context) {
    return authenticator == null
        ? CompletableFuture.completedFuture(headers)
        : authenticator.authenticate(headers, context).thenApply(RequestAuth::checked);
  }

  /** Values may come from a sender or a file: none may end its header's line. */
  private static Map<String, List<String>> checked(Map<String, List<String>> headers) {
    headers.forEach((name, values) -> {
      if (!name.chars().allMatch(RequestAuth::isTokenChar)
          || name.isEmpty()
          || !values.stream().allMatch(value -> value.chars().allMatch(RequestAuth::isValueChar))) {
        throw new CompletionException(
            new PermanentException(
                "the authenticator gave a header \"%s\" that cannot be sent: it has characters"
                        .formatted(name.replaceAll("[^!-~]", "?"))
                    + " that headers must not have",
                "header",
                null));
      }
    });
    return headers;
  }

  // https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
  private static boolean isTokenChar(int c) {
    return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }

  /** A char is a byte: beyond ASCII they are passed on as they came. */
  private static boolean isValueChar(int c) {
    return c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff);
  }
}
