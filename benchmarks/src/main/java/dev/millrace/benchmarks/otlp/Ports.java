package dev.millrace.benchmarks.otlp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Where a collector receives, sends, and shows its own metrics. */
record Ports(int grpc, int http, int own, int sinkGrpc, int sinkHttp) {

  /** Free ones, with those of a sink. */
  static Ports of(int sinkGrpc, int sinkHttp) throws IOException {
    return new Ports(free(), free(), free(), sinkGrpc, sinkHttp);
  }

  static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** As the configurations name them. */
  void into(Map<String, String> environment) {
    environment.put("GRPC_PORT", String.valueOf(grpc));
    environment.put("HTTP_PORT", String.valueOf(http));
    environment.put("OWN_PORT", String.valueOf(own));
    environment.put("SINK_GRPC_PORT", String.valueOf(sinkGrpc));
    environment.put("SINK_HTTP_PORT", String.valueOf(sinkHttp));
  }
}
