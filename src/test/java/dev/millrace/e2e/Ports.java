package dev.millrace.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for collectors, which are told theirs before they start. */
final class Ports {

  // Below the ports that Linux gives to connections, and to servers that ask for any: one of those
  // would take ours before the collector does.
  private static final int FIRST = 15_000;
  private static final int BEHIND_LAST = 32_000;
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** A port of the loopback address that was free a moment ago, and was not given before. */
  static synchronized int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false; // taken
    }
  }

  /** Arguments that move the collector's own metrics from port 8888 to {@code port}. */
  static String ownMetricsAt(int port) {
    return "--set=service.telemetry.metrics.readers="
        + "[{pull: {exporter: {prometheus: {host: localhost, port: "
        + port
        + ", without_scope_info: true, without_units: true, without_type_suffix: true}}}}]";
  }
}
