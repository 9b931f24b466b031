package dev.millrace.receivers.otlp;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Consumer;
import dev.millrace.component.Host;
import dev.millrace.component.Outputs;
import dev.millrace.component.Receiver;
import dev.millrace.data.Signal;
import dev.millrace.net.ByteBudget;
import dev.millrace.net.HttpHandler;
import dev.millrace.net.HttpServer;
import dev.millrace.net.config.CorsConfig;
import dev.millrace.net.config.GrpcServerConfig;
import dev.millrace.net.grpc.GrpcHandler;
import dev.millrace.net.grpc.GrpcServer;
import dev.millrace.net.grpc.OtlpMethods;
import dev.millrace.net.grpc.RawMessage;
import io.grpc.MethodDescriptor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Receives OTLP over the protocols that are configured, for the signals that have a pipeline.
 *
 * <p>Threading: the servers' connections run on all event loops. Bounds: the bodies of all requests
 * that are not answered yet share one budget.
 */
final class OtlpReceiver implements Receiver {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  private final ComponentSettings settings;
  private final OtlpConfig config;
  private final Map<Signal, Consumer> next = new EnumMap<>(Signal.class);
  private final ByteBudget budget;
  private volatile @Nullable HttpServer http;
  private volatile @Nullable GrpcServer grpc;

  OtlpReceiver(ComponentSettings settings, OtlpConfig config, Outputs outputs) {
    this.settings = settings;
    this.config = config;
    for (Signal signal : outputs.signals()) {
      Consumer consumer = outputs.to(signal);
      if (consumer != null) {
        next.put(signal, consumer);
      }
    }
    this.budget = new ByteBudget(settings.memory());
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    return CompletableFuture.allOf(
            startGrpc(host).toCompletableFuture(), startHttp(host).toCompletableFuture())
        .handle((done, failure) -> Optional.ofNullable(failure))
        .thenCompose(failure -> failure.isEmpty() ? DONE : giveUp(cause(failure.get())));
  }

  // The other one may listen already.
  private CompletionStage<Void> giveUp(Throwable failure) {
    return shutdown(Duration.ZERO)
        .exceptionally(ignored -> null)
        .thenCompose(stopped -> CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Void> startGrpc(Host host) {
    GrpcServerConfig present = config.grpc();
    if (present == null) {
      return DONE;
    }
    Map<MethodDescriptor<RawMessage, RawMessage>, GrpcHandler> methods = new HashMap<>();
    next.forEach((signal, consumer) ->
        methods.put(
            OtlpMethods.export(signal),
            new OtlpGrpcHandler(intake(signal, consumer, "grpc"), present.includeMetadata())));
    return present
        .admission()
        .resolve(host, settings, "grpc")
        .thenCompose(admission ->
            GrpcServer.start(
                settings.eventLoop(),
                present.settings(settings.blocking()),
                budget,
                admission,
                methods))
        .thenAccept(server -> {
          grpc = server;
          settings.logger().info("receiving OTLP over gRPC on {}", server.place());
        });
  }

  private CompletionStage<Void> startHttp(Host host) {
    OtlpHttpConfig present = config.http();
    if (present == null) {
      return DONE;
    }
    Map<String, Intake> intakes = new HashMap<>();
    next.forEach((signal, consumer) ->
        intakes.put(present.paths().get(signal), intake(signal, consumer, "http")));
    HttpHandler handler =
        new OtlpHttpHandler(
            intakes, present.server().includeMetadata(), settings.blocking(), settings.eventLoop());
    CorsConfig cors = present.server().cors();
    HttpHandler outer =
        cors == null || cors.allowedOrigins().isEmpty() ? handler : new Cors(cors, handler);
    return present
        .server()
        .admission()
        .resolve(host, settings, "http")
        .thenCompose(admission ->
            HttpServer.start(
                settings.eventLoop(),
                present.server().settings(budget, settings.blocking()),
                admission,
                outer))
        .thenAccept(server -> {
          http = server;
          settings.logger().info("receiving OTLP over HTTP on {}", server.place());
        });
  }

  private Intake intake(Signal signal, Consumer consumer, String transport) {
    return new Intake(signal, consumer, new OtlpTelemetry(settings, signal, transport));
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    GrpcServer grpcServer = grpc;
    HttpServer httpServer = http;
    CompletionStage<Void> grpcStopped = grpcServer == null ? DONE : grpcServer.stop(grace);
    CompletionStage<Void> httpStopped = httpServer == null ? DONE : httpServer.stop(grace);
    return grpcStopped.thenCompose(stopped -> httpStopped);
  }

  /** Where HTTP is listened for; for tests. */
  InetSocketAddress httpAddress() {
    HttpServer server = http;
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.address();
  }

  /** Where gRPC is listened for; for tests. */
  InetSocketAddress grpcAddress() {
    GrpcServer server = grpc;
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.address();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
