package dev.millrace.benchmarks.otlp;

import dev.millrace.benchmarks.otlp.Case.Protocol;
import dev.millrace.benchmarks.otlp.Requests.Coding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The lines of the table. */
final class Cases {
  private static final int[] CONNECTIONS = {1, 8, 64, 512};

  /** For traces 1 KB (2 items) to 4 MB (8000 items) a message. */
  private static final int[] ITEMS = {1, 2, 10, 100, 500, 2000, 8000};

  private static final long STEADY_RATE = 50_000;

  private Cases() {}

  /** What the bars are about. */
  static List<Case> few() {
    Case usual = Case.USUAL;
    Case http = usual.over(Protocol.HTTP, Protocol.HTTP);
    return List.of(
        usual.through("pass").over(Protocol.GRPC, Protocol.NOP),
        usual.through("pass"),
        usual,
        usual.compressed(Coding.GZIP),
        usual.compressed(Coding.ZSTD),
        http,
        http.compressed(Coding.GZIP),
        usual.of(LoadSignal.METRICS),
        usual.of(LoadSignal.LOGS),
        usual.through("edited"),
        usual.connections(512, 1),
        usual.items(1).connections(8, 16),
        usual.items(8000).connections(2, 2),
        usual.atRate(STEADY_RATE),
        http.atRate(STEADY_RATE));
  }

  /** Everything with everything that might matter. */
  static List<Case> all() {
    Set<Case> all = new LinkedHashSet<>(few());
    for (LoadSignal signal : LoadSignal.values()) {
      for (String pipeline : List.of("pass", "batch", "edited")) {
        for (Coding coding : Coding.values()) {
          Case grpc = Case.USUAL.of(signal).through(pipeline).compressed(coding);
          all.add(grpc);
          all.add(grpc.over(Protocol.HTTP, Protocol.HTTP));
        }
      }
    }
    for (Case usual : List.of(Case.USUAL, Case.USUAL.over(Protocol.HTTP, Protocol.HTTP))) {
      for (int connections : CONNECTIONS) {
        all.add(usual.connections(connections, 1));
      }
      for (int items : ITEMS) {
        all.add(usual.items(items).connections(8, items > 500 ? 1 : 4));
      }
    }
    return new ArrayList<>(all);
  }
}
