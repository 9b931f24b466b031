package dev.millrace.net.grpc;

import dev.millrace.net.compression.Compression.Algorithm;
import dev.millrace.net.compression.Compressor;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Calls one server, or all addresses of one name, over connections that open by themselves.
 *
 * <p>Threading: any thread. Failures are exceptional completions with a {@link GrpcFailure}.
 * Ownership: whoever makes one closes it.
 */
public final class GrpcClient {
  private static final long MAX_BYTES_AT_ONCE = 1L << 20;
  private static final long LEAST_RECONNECT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final String BINARY_SUFFIX = Metadata.BINARY_HEADER_SUFFIX;

  private final GrpcClientSettings settings;
  private final ManagedChannel channel;
  private final Compressor compressor;
  private final CallOptions options;
  private final Metadata headers;
  private final AtomicLong hurriedNanos = new AtomicLong(System.nanoTime());

  private GrpcClient(GrpcClientSettings settings, ManagedChannel channel, Compressor compressor) {
    this.settings = settings;
    this.channel = channel;
    this.compressor = compressor;
    this.options = options(settings);
    this.headers = metadata(settings.headers());
  }

  /**
   * Makes a client on all event loops of the group that {@code executor} belongs to, and lets it
   * connect. Fails with an {@link IOException} when the TLS files cannot be read.
   */
  public static CompletionStage<GrpcClient> open(
      EventExecutor executor, GrpcClientSettings settings) {
    CompletionStage<@Nullable SslContext> ssl =
        settings.tls() == null
            ? CompletableFuture.completedFuture(null)
            : settings.tls().context().thenApply(context -> context);
    return ssl.thenApply(context -> {
      Compressor compressor = CompressorCodec.compressor(settings.compression());
      ManagedChannel channel = GrpcChannels.open(executor, settings, context, compressor);
      inNoCall(() -> channel.getState(true));
      return new GrpcClient(settings, channel, compressor);
    });
  }

  private static CallOptions options(GrpcClientSettings settings) {
    CallOptions options = CallOptions.DEFAULT;
    if (settings.waitsForReady()) {
      options = options.withWaitForReady();
    }
    Algorithm algorithm = settings.compression().algorithm();
    return algorithm == Algorithm.NONE ? options : options.withCompression(algorithm.text());
  }

  private static Metadata metadata(Map<String, List<String>> headers) {
    Metadata metadata = new Metadata();
    headers.forEach((name, values) -> values.forEach(value -> put(metadata, name, value)));
    return metadata;
  }

  private static void put(Metadata headers, String name, String value) {
    if (name.endsWith(BINARY_SUFFIX)) {
      headers.put(
          Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER),
          value.getBytes(StandardCharsets.UTF_8));
    } else {
      headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }
  }

  /** Whether gRPC can send a header of this name: letters, digits, {@code - _ .} */
  public static boolean isHeaderName(String name) {
    return name.toLowerCase(Locale.ROOT).matches("[0-9a-z._-]+");
  }

  /** Makes one call; completes with the answer. Cancelling the future cancels the call. */
  public CompletableFuture<RawMessage> call(
      MethodDescriptor<RawMessage, RawMessage> method, RawMessage request) {
    return call(method, request, headers);
  }

  /** Makes one call with these headers in place of those of the settings. */
  public CompletableFuture<RawMessage> call(
      MethodDescriptor<RawMessage, RawMessage> method,
      RawMessage request,
      Map<String, List<String>> callHeaders) {
    try {
      return call(method, request, metadata(callHeaders));
    } catch (IllegalArgumentException e) { // a name that gRPC cannot send
      return CompletableFuture.failedFuture(
          new GrpcFailure(GrpcFailure.Code.INTERNAL, String.valueOf(e.getMessage()), null, e));
    }
  }

  private CompletableFuture<RawMessage> call(
      MethodDescriptor<RawMessage, RawMessage> method, RawMessage request, Metadata own) {
    CompletableFuture<RawMessage> answer = new CompletableFuture<>();
    boolean isHeavy =
        settings.compression().algorithm() != Algorithm.NONE
            && request.sizeBytes() > MAX_BYTES_AT_ONCE;
    if (!isHeavy) {
      inNoCall(() -> send(method, request, own, answer));
      return answer;
    }
    try {
      settings.blocking().execute(() -> inNoCall(() -> send(method, request, own, answer)));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          new GrpcFailure(GrpcFailure.Code.UNAVAILABLE, "too much blocking work waits", null, e));
    }
    return answer;
  }

  /** A call made within a server's call would end with it: the context is inherited. */
  private static void inNoCall(Runnable work) {
    Context previous = Context.ROOT.attach();
    try {
      work.run();
    } finally {
      Context.ROOT.detach(previous);
    }
  }

  private void send(
      MethodDescriptor<RawMessage, RawMessage> method,
      RawMessage request,
      Metadata shared,
      CompletableFuture<RawMessage> answer) {
    hurryConnection();
    Duration timeout = settings.timeout();
    ClientCall<RawMessage, RawMessage> call =
        channel.newCall(
            method,
            timeout.isZero()
                ? options
                : options.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
    Metadata own = new Metadata(); // the call adds to it
    own.merge(shared);
    call.start(new UnaryAnswer(answer), own);
    UnaryAnswer.cancelWith(answer, call);
    // Two: a second message of a broken server shall be seen, not waited for.
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
  }

  /**
   * A channel that cannot connect waits longer and longer, up to two minutes. Who calls paces its
   * attempts itself, and the backend may be back, or the collector about to stop: connect now.
   */
  private void hurryConnection() {
    if (channel.getState(false) != ConnectivityState.TRANSIENT_FAILURE) {
      return;
    }
    long now = System.nanoTime();
    long last = hurriedNanos.get();
    if (now - last > LEAST_RECONNECT_NANOS && hurriedNanos.compareAndSet(last, now)) {
      channel.resetConnectBackoff();
    }
  }

  /** Ends all calls and connections. */
  public void close() {
    channel.shutdownNow();
    compressor.close();
  }
}
