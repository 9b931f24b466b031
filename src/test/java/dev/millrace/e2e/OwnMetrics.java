package dev.millrace.e2e;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The metrics that a collector shows about itself. */
final class OwnMetrics {
  private final URI page;

  OwnMetrics(int port) {
    this.page = URI.create("http://localhost:" + port + "/metrics");
  }

  String text() {
    return Http.get(page).body();
  }

  /** The sum of all series of that name whose labels hold all of {@code parts}. */
  double sum(String name, String... parts) {
    return series(name)
        .filter(line -> Stream.of(parts).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The lines of that name. */
  List<String> lines(String name) {
    return series(name).toList();
  }

  private Stream<String> series(String name) {
    return text()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "));
  }
}
