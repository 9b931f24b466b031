package dev.millrace.prometheus.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines and points that have gone are forgotten. */
class CompactionTest {

  @Test
  void page_thatLeavesARingOfGoneLines_ends() {
    Scrapes scrapes = Scrapes.ofDefaults();
    scrapes.text(1000, withMany("stays 1", "x 1", "y 1"));
    scrapes.text(2000, withMany("y 1", "x 1")); // now x leads to y, and y to x

    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          var request = scrapes.text(3000, "stays 3");
          assertThat(Scrapes.points(Scrapes.metric(request, "stays"))).hasSize(1);
        });
  }

  /** So many that their leaving is worth a compaction. */
  private static String[] withMany(String... last) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add("other{n=\"%d\"} 1".formatted(i));
    }
    lines.addAll(List.of(last));
    return lines.toArray(String[]::new);
  }
}
