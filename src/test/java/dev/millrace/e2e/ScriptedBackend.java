package dev.millrace.e2e;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * A backend for traces that answers the attempts of each batch as told, and takes what it was told
 * nothing about. A batch goes by the name of its first span.
 *
 * <p>Threading: servers' threads write, any thread asks.
 */
final class ScriptedBackend implements AutoCloseable {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Map<String, List<Reply>> scripts = new ConcurrentHashMap<>();
  private final Map<String, List<Attempt>> attempts = new ConcurrentHashMap<>();
  private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(4);
  private volatile CompletableFuture<Void> released = CompletableFuture.completedFuture(null);
  private final Server grpc;
  private final HttpServer http;

  /** One attempt: when it came, what it was answered. */
  record Attempt(long nanos, Reply reply) {}

  ScriptedBackend() {
    try {
      grpc =
          NettyServerBuilder.forAddress(loopback())
              .addService(traces())
              .executor(workers)
              .build()
              .start();
      http = HttpServer.create(loopback(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(workers);
    http.createContext("/", this::serve);
    http.start();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Answers the first attempts of that batch so, and takes it then. */
  void script(String name, Reply... replies) {
    scripts.put(name, List.of(replies));
  }

  /** From now on nothing is answered before {@link #release}. */
  void hold() {
    released = new CompletableFuture<>();
  }

  void release() {
    released.complete(null);
  }

  String endpoint(Transport transport) {
    return transport == Transport.GRPC
        ? "localhost:" + grpc.getPort()
        : "http://localhost:" + http.getAddress().getPort();
  }

  List<Attempt> attempts(String name) {
    List<Attempt> made = attempts.getOrDefault(name, List.of());
    synchronized (made) {
      return List.copyOf(made);
    }
  }

  /** How often that batch was taken. */
  long taken(String name) {
    return attempts(name).stream().filter(attempt -> attempt.reply().takes()).count();
  }

  private Reply next(byte[] request) throws InvalidProtocolBufferException {
    String name = Spans.names(ExportTraceServiceRequest.parseFrom(request)).get(0);
    List<Attempt> made = attempts.computeIfAbsent(name, key -> new ArrayList<>());
    synchronized (made) {
      List<Reply> script = scripts.getOrDefault(name, List.of());
      Reply reply = made.size() < script.size() ? script.get(made.size()) : Reply.ok();
      made.add(new Attempt(System.nanoTime(), reply));
      return reply;
    }
  }

  private ServerServiceDefinition traces() {
    MethodDescriptor<byte[], byte[]> export =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    return ServerServiceDefinition.builder("opentelemetry.proto.collector.trace.v1.TraceService")
        .addMethod(export, ServerCalls.asyncUnaryCall(this::call))
        .build();
  }

  private void call(byte[] request, StreamObserver<byte[]> caller) {
    try {
      Reply reply = next(request);
      after(reply, () -> answer(reply, caller));
    } catch (InvalidProtocolBufferException e) {
      caller.onError(Status.INVALID_ARGUMENT.withCause(e).asException());
    }
  }

  private static void answer(Reply reply, StreamObserver<byte[]> caller) {
    if (reply.takes()) {
      caller.onNext(reply.body());
      caller.onCompleted();
    } else {
      Status status = Status.fromCodeValue(reply.code()).withDescription("as told");
      caller.onError(status.asException(details(reply)));
    }
  }

  private static Metadata details(Reply reply) {
    Metadata trailers = new Metadata();
    if (reply.retryAfter() != null) {
      com.google.protobuf.Duration wait =
          com.google.protobuf.Duration.newBuilder()
              .setSeconds(reply.retryAfter().toSeconds())
              .setNanos(reply.retryAfter().toNanosPart())
              .build();
      RetryInfo info = RetryInfo.newBuilder().setRetryDelay(wait).build();
      trailers.put(
          DETAILS,
          com.google.rpc.Status.newBuilder()
              .setCode(reply.code())
              .addDetails(com.google.protobuf.Any.pack(info))
              .build()
              .toByteArray());
    }
    return trailers;
  }

  private void serve(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream raw = exchange.getRequestBody();
    byte[] body = (gzip ? new GZIPInputStream(raw) : raw).readAllBytes();
    Reply reply = next(body);
    after(reply, () -> answer(reply, exchange));
  }

  private static void answer(Reply reply, HttpExchange exchange) {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      if (reply.retryAfter() != null) {
        exchange.getResponseHeaders().set("Retry-After", "" + reply.retryAfter().toSeconds());
      }
      int length = reply.body().length;
      exchange.sendResponseHeaders(reply.takes() ? 200 : reply.code(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(reply.body());
    } catch (IOException e) {
      // The exporter has gone: its attempt was too slow for it.
    }
  }

  private void after(Reply reply, Runnable answer) {
    released.thenRun(
        () -> workers.schedule(answer, reply.delay().toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    grpc.shutdownNow();
    http.stop(0);
    workers.shutdownNow();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
