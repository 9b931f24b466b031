package dev.millrace.benchmarks.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Pages of one target: half of the series belong to histograms of 12 buckets, the others are
 * counters and gauges; 6 labels and some 178 bytes a line.
 */
final class ScrapePage {
  private static final int BUCKETS = 12;
  private static final int PER_HISTOGRAM = BUCKETS + 3;
  private static final int PER_FAMILY = 30;

  private ScrapePage() {}

  /**
   * The text of a page.
   *
   * @param series about how many lines it has
   * @param generation what its series are named after: another one has none of them
   * @param seed of the values
   */
  static byte[] of(int series, int generation, long seed) {
    Random values = new Random(seed);
    StringBuilder page = new StringBuilder(180 * series);
    int half = series / 2;
    int count = 0;
    for (int family = 0; count < half; family++) {
      String name = "http_server_requests_" + family + "_total";
      page.append("# HELP ").append(name).append(" Requests that were answered.\n");
      page.append("# TYPE ").append(name).append(family % 2 == 0 ? " counter\n" : " gauge\n");
      for (int i = 0; i < PER_FAMILY && count < half; i++, count++) {
        page.append(name).append('{').append(labels(i, generation)).append("} ");
        page.append(100_000 + values.nextInt(900_000)).append('\n');
      }
    }
    for (int i = 0; count + PER_HISTOGRAM <= series; i++, count += PER_HISTOGRAM) {
      histogram(page, i, generation, values);
    }
    return page.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void histogram(StringBuilder page, int number, int generation, Random values) {
    String name = "http_server_duration_" + number / PER_FAMILY + "_seconds";
    String labels = labels(number, generation);
    if (number % PER_FAMILY == 0) {
      page.append("# HELP ").append(name).append(" How long answers took.\n");
      page.append("# TYPE ").append(name).append(" histogram\n");
    }
    long total = 1_000_000;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      total += values.nextInt(10_000);
      page.append(name).append("_bucket{").append(labels).append(",le=\"");
      page.append(0.005 * (1 << bucket)).append("\"} ").append(total).append('\n');
    }
    page.append(name).append("_bucket{").append(labels).append(",le=\"+Inf\"} ");
    page.append(total).append('\n');
    page.append(name).append("_sum{").append(labels).append("} ");
    page.append(1000 + values.nextInt(9000)).append('.').append(values.nextInt(10_000));
    page.append('\n');
    page.append(name).append("_count{").append(labels).append("} ").append(total).append('\n');
  }

  private static String labels(int number, int generation) {
    return "cluster=\"production-eu-central-1\",handler=\"/api/v1/orders/%04d\",method=\"POST\""
            .formatted(number)
        + ",namespace=\"shop-backend\",pod=\"orders-%08x-x7k2p\",shard=\"%02d\""
            .formatted(0x7d9f0000 + generation, number % 16);
  }
}
