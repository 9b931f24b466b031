package dev.millrace.exporters.otlp;

import dev.millrace.component.ComponentSettings;
import dev.millrace.component.Context;
import dev.millrace.component.Host;
import dev.millrace.component.RetryableException;
import dev.millrace.component.StartException;
import dev.millrace.data.Batch;
import dev.millrace.export.Sender;
import dev.millrace.net.auth.RequestAuth;
import dev.millrace.net.config.UserAgent;
import dev.millrace.net.grpc.GrpcClient;
import dev.millrace.net.grpc.GrpcClientSettings;
import dev.millrace.net.grpc.RawMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls a backend with batches, whose bytes go out as they are.
 *
 * <p>Threading: any thread.
 */
final class OtlpGrpcSender implements Sender {
  private final ComponentSettings settings;
  private final OtlpGrpcConfig config;
  private final Answers answers;
  private volatile @Nullable Calls calls;

  OtlpGrpcSender(ComponentSettings settings, OtlpGrpcConfig config) {
    this.settings = settings;
    this.config = config;
    this.answers = new Answers(config.client().endpoint(), settings.logger());
  }

  @Override
  public CompletionStage<Void> start(Host host) {
    GrpcClientSettings how =
        config
            .client()
            .settings(UserAgent.of(settings.build()), config.timeout(), settings.blocking());
    CompletableFuture<Void> started = new CompletableFuture<>();
    RequestAuth auth;
    try {
      auth = RequestAuth.forGrpc(config.client().auth(), host, config.client().isPlain());
    } catch (StartException e) {
      started.completeExceptionally(e);
      return started;
    }
    GrpcClient.open(settings.eventLoop(), how)
        .whenComplete((opened, failure) -> {
          if (failure == null) {
            calls = new Calls(opened, auth, how.headers());
            started.complete(null);
          } else {
            started.completeExceptionally(
                new StartException(
                    "failed to load TLS config: " + cause(failure).getMessage(), failure));
          }
        });
    return started;
  }

  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public boolean reusesCompressed() {
    return config.client().compression().reuses();
  }

  @Override
  public CompletionStage<Void> send(Batch batch, Context context) {
    Calls open = calls;
    if (open == null) {
      return CompletableFuture.failedFuture(
          new RetryableException("the exporter is not running; send again later"));
    }
    RawMessage request = RawMessage.of(batch);
    return new Export(open.call(batch.signal(), request, context), answers).outcome();
  }

  @Override
  public CompletionStage<Void> shutdown(Duration grace) {
    Calls open = calls;
    calls = null;
    if (open != null) {
      open.close();
    }
    return CompletableFuture.completedFuture(null);
  }
}
