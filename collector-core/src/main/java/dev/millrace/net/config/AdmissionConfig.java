package dev.millrace.net.config;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Extension;
import dev.millrace.component.Host;
import dev.millrace.component.ServerAuthenticator;
import dev.millrace.component.ServerGate;
import dev.millrace.component.StartException;
import dev.millrace.config.ConfigReader;
import dev.millrace.net.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: a server's keys {@code auth} and {@code middlewares}.
 *
 * @param authenticator id of the extension that finds out who sends; null when nobody asks
 * @param requestParams query parameters that it sees beside the headers
 * @param middlewares ids of the extensions that may shut the server for a while, in order
 */
public record AdmissionConfig(
    @Nullable ComponentId authenticator,
    List<String> requestParams,
    List<ComponentId> middlewares) {
  /** Everybody. */
  public static final AdmissionConfig OPEN = new AdmissionConfig(null, List.of(), List.of());

  /** Reads the keys of an HTTP server. */
  static AdmissionConfig readHttp(ConfigReader in) {
    ConfigReader auth = in.optionalMap("auth");
    return new AdmissionConfig(
        auth == null ? null : authenticator(auth),
        auth == null ? List.of() : List.copyOf(auth.strings("request_params", List.of())),
        middlewares(in));
  }

  /** Reads the keys of a gRPC server: a call has no query parameters. */
  static AdmissionConfig readGrpc(ConfigReader in) {
    ConfigReader auth = in.optionalMap("auth");
    return new AdmissionConfig(
        auth == null ? null : authenticator(auth), List.of(), middlewares(in));
  }

  private static @Nullable ComponentId authenticator(ConfigReader auth) {
    ComponentId id = auth.extension("authenticator", ComponentId::parse);
    if (auth.optionalString("authenticator") == null) {
      auth.problem("authenticator", "is missing (expected: the id of an extension)");
    }
    return id;
  }

  private static List<ComponentId> middlewares(ConfigReader in) {
    List<ComponentId> ids = new ArrayList<>();
    for (ConfigReader item : in.maps("middlewares")) {
      ComponentId id = item.extension("id", ComponentId::parse);
      if (id != null) {
        ids.add(id);
      } else if (item.optionalString("id") == null) {
        item.problem("id", "is missing (expected: the id of an extension)");
      }
    }
    return List.copyOf(ids);
  }

  /**
   * Finds the extensions, when a component starts. Fails with a {@link StartException} where one is
   * not there, or is not what is asked for; in the words of the Go collector.
   *
   * @param transport {@code http} or {@code grpc}
   */
  public CompletionStage<Admission> resolve(
      Host host, ComponentSettings settings, String transport) {
    try {
      return CompletableFuture.completedFuture(find(host, settings, transport));
    } catch (StartException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Admission find(Host host, ComponentSettings settings, String transport)
      throws StartException {
    ServerAuthenticator found = authenticator == null ? null : authenticator(host, authenticator);
    List<ServerGate> gates = new ArrayList<>();
    for (ComponentId id : middlewares) {
      gates.add(gate(host, id, transport));
    }
    return Admission.of(settings, transport, gates, found, requestParams);
  }

  private static ServerAuthenticator authenticator(Host host, ComponentId id)
      throws StartException {
    Extension extension = host.extension(id);
    if (extension == null) {
      throw new StartException(
          "failed to resolve authenticator \"%s\": authenticator not found".formatted(id)
              + "; name it in service::extensions",
          null);
    }
    if (extension instanceof ServerAuthenticator server) {
      return server;
    }
    throw new StartException(
        "requested authenticator is not a server authenticator: \"%s\"".formatted(id), null);
  }

  private static ServerGate gate(Host host, ComponentId id, String transport)
      throws StartException {
    boolean isGrpc = transport.equals("grpc");
    String prefix = isGrpc ? "failed to get gRPC server options from middleware: " : "";
    Extension extension = host.extension(id);
    if (extension == null) {
      throw new StartException(
          prefix
              + "failed to resolve middleware \"%s\": middleware not found".formatted(id)
              + "; name it in service::extensions",
          null);
    }
    if (extension instanceof ServerGate gate) {
      return gate;
    }
    throw new StartException(
        "%srequested extension is not %s server middleware: \"%s\""
            .formatted(prefix, isGrpc ? "a gRPC" : "an HTTP", id),
        null);
  }
}
