package dev.millrace.prometheus.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.prometheus.labels.Labels;
import dev.millrace.prometheus.relabel.AnchoredRegex;
import dev.millrace.prometheus.relabel.RelabelAction;
import dev.millrace.prometheus.relabel.RelabelRule;
import dev.millrace.prometheus.relabel.Relabeling;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Runs conformance set e on pages, without the network between. */
class ReceiverConformanceTest {
  private static final Path SET =
      Path.of(System.getProperty("conformance.dir", "none")).resolve("e_prometheus_receiver");
  private static final String INSTANCE = "127.0.0.1:9090";
  private static final long FIRST_SCRAPE = 1_700_000_000_000L;
  private static final long NANOS = 1_000_000;

  @TestFactory
  Stream<DynamicTest> scrape_judgesOpenMetrics() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(SET), "no conformance set at " + SET);
    Path pages = SET.resolve("openmetrics");
    return maps(map(load(pages.resolve("index.yaml"))).get("cases")).stream()
        .map(c -> DynamicTest.dynamicTest("" + c.get("name"), () -> judges(pages, c)));
  }

  private static void judges(Path pages, Map<String, Object> c) throws IOException {
    byte[] page = Files.readAllBytes(pages.resolve(c.get("name") + "/metrics"));
    Scrapes scrapes = Scrapes.ofDefaults();
    ExportMetricsServiceRequest request =
        scrapes.page("application/openmetrics-text", FIRST_SCRAPE, page);
    boolean fails = ("" + c.get("expect")).contains("up=0");
    assertThat(Scrapes.synthetic(request, "up"))
        .as("%s", scrapes.result().error())
        .isEqualTo(fails ? 0 : 1);
  }

  @TestFactory
  Stream<DynamicTest> scrape_givesTheMetricsOfTheReceiver() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(SET), "no conformance set at " + SET);
    return Files.list(SET.resolve("e2e"))
        .sorted()
        .map(file -> DynamicTest.dynamicTest("" + file.getFileName(), () -> gives(file)));
  }

  private static void gives(Path file) {
    Map<String, Object> test = map(load(file));
    Scrapes scrapes =
        new Scrapes(
            Scrapes.target("job", "" + test.get("target"), "instance", INSTANCE), settings(test));
    boolean all = Boolean.TRUE.equals(test.get("failed_scrapes_listed"));
    List<ExportMetricsServiceRequest> listed = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    long time = FIRST_SCRAPE;
    for (Map<String, Object> page : maps(test.get("pages"))) {
      time += 1000;
      ExportMetricsServiceRequest request = scrape(scrapes, page, time);
      if (all || Scrapes.synthetic(request, "up") == 1) {
        listed.add(request);
        times.add(time);
      }
    }
    int place = 0;
    for (Map<String, Object> expected : maps(test.get("expect"))) {
      Object number = expected.getOrDefault("resource_metrics", place++);
      compare(listed.get((Integer) number), expected, times);
    }
  }

  private static ExportMetricsServiceRequest scrape(
      Scrapes scrapes, Map<String, Object> page, long time) {
    if (!page.get("status").equals(200)) {
      return scrapes.fail(time);
    }
    boolean openMetrics = Boolean.TRUE.equals(page.get("open_metrics"));
    byte[] body = ((String) page.get("body")).getBytes(StandardCharsets.UTF_8);
    return scrapes.page(openMetrics ? Scrapes.OPENMETRICS : Scrapes.TEXT, time, body);
  }

  private static ScrapeSettings settings(Map<String, Object> test) {
    Map<String, Object> config = map(test.getOrDefault("config", Map.of()));
    Map<String, Object> scrape = map(config.getOrDefault("scrape_config", Map.of()));
    Map<String, Object> receiver = map(config.getOrDefault("receiver", Map.of()));
    Map<String, Object> global = map(config.getOrDefault("global", Map.of()));
    Map<String, String> external = new TreeMap<>();
    map(global.getOrDefault("external_labels", Map.of()))
        .forEach((name, value) -> external.put(name, "" + value));
    List<RelabelRule> rules = new ArrayList<>();
    for (Map<String, Object> rule :
        maps(scrape.getOrDefault("metric_relabel_configs", List.of()))) {
      rules.add(rule(rule));
    }
    ScrapeSettings defaults = ScrapeSettings.defaults(Scrapes.SCOPE);
    return new ScrapeSettings(
        Boolean.TRUE.equals(scrape.get("honor_labels")),
        true,
        false,
        new ScrapeLimits(
            number(scrape, "sample_limit"),
            number(scrape, "label_limit"),
            number(scrape, "label_name_length_limit"),
            number(scrape, "label_value_length_limit"),
            0),
        new Relabeling(rules, defaults.nameValidation()),
        Labels.of(external),
        false,
        ScrapeSettings.StartTime.FIRST_SEEN,
        false,
        Boolean.TRUE.equals(receiver.get("trim_metric_suffixes")),
        defaults.fallbackProtocol(),
        defaults.histograms(),
        defaults.nameValidation(),
        defaults.timeout(),
        Scrapes.SCOPE);
  }

  private static int number(Map<String, Object> config, String key) {
    return (Integer) config.getOrDefault(key, 0);
  }

  private static RelabelRule rule(Map<String, Object> rule) {
    List<String> sources = new ArrayList<>();
    ((List<?>) rule.getOrDefault("source_labels", List.of())).forEach(s -> sources.add("" + s));
    return new RelabelRule(
        sources,
        ";",
        AnchoredRegex.compile("" + rule.getOrDefault("regex", "(.*)")),
        0,
        "" + rule.getOrDefault("target_label", ""),
        "" + rule.getOrDefault("replacement", "$1"),
        RelabelAction.of("" + rule.getOrDefault("action", "replace")));
  }

  private static void compare(
      ExportMetricsServiceRequest request, Map<String, Object> expected, List<Long> times) {
    Map<String, Object> attributes = map(expected.get("resource_attributes"));
    ResourceMetrics resource =
        request.getResourceMetricsList().stream()
            .filter(r -> hasAttributes(r, attributes))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + attributes + " in " + request));
    List<Metric> metrics = resource.getScopeMetrics(0).getMetricsList();
    Object count = expected.get("metric_count_including_5_scrape_metrics");
    if (count != null) {
      assertThat(metrics).hasSize((Integer) count);
    }
    for (Map<String, Object> metric : maps(expected.get("metrics"))) {
      compareMetric(metrics, metric, times);
    }
  }

  private static boolean hasAttributes(ResourceMetrics resource, Map<String, Object> wanted) {
    Map<String, String> actual = Scrapes.map(resource.getResource().getAttributesList());
    Map<String, String> normal = new TreeMap<>();
    wanted.forEach((key, value) -> normal.put(key, ("" + value).replace("<port>", "9090")));
    normal.keySet().removeAll(List.of("net.host.port", "http.scheme", "net.host.name"));
    return actual.equals(normal);
  }

  private static void compareMetric(
      List<Metric> metrics, Map<String, Object> expected, List<Long> times) {
    List<Metric> found =
        metrics.stream().filter(m -> m.getName().equals(expected.get("name"))).toList();
    if (Boolean.TRUE.equals(expected.get("absent"))) {
      assertThat(found).isEmpty();
      return;
    }
    assertThat(found).as("%s in %s", expected, metrics).hasSize(1);
    Metric metric = found.get(0);
    assertThat(metric.getUnit()).isEqualTo(expected.get("unit"));
    assertThat(metric.getDataCase().name()).isEqualToIgnoringCase("" + expected.get("type"));
    if (expected.get("is_monotonic") != null) {
      assertThat(metric.getSum().getIsMonotonic()).isEqualTo(expected.get("is_monotonic"));
    }
    List<Map<String, Object>> points = points(metric);
    List<Map<String, Object>> wanted = maps(expected.get("points"));
    assertThat(points).as("%s", metric).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      Map<String, Object> normal = new LinkedHashMap<>();
      wanted.get(i).forEach((key, value) -> normal.put(key, normal(key, value, times)));
      if (normal.get("time").equals(normal.get("start_time_v0_122")) && times.size() > 1) {
        // At a reset that version says the time of the point, here it is that of the one before.
        normal.remove("start_time_v0_122");
      }
      Map<String, Object> actual = new LinkedHashMap<>(points.get(i));
      actual.keySet().retainAll(normal.keySet());
      assertThat(actual).as("%s point %d", metric.getName(), i).isEqualTo(normal);
    }
  }

  private static Object normal(String key, Object value, List<Long> times) {
    return switch (key) {
      case "time", "start_time_v0_122" -> time(value, times);
      case "value", "sum" -> number(value);
      case "count" -> ((Number) value).longValue();
      case "bounds" -> ((List<?>) value).stream().map(ReceiverConformanceTest::number).toList();
      case "buckets" -> ((List<?>) value).stream().map(v -> ((Number) v).longValue()).toList();
      case "quantiles" ->
          ((List<?>) value)
              .stream()
                  .map(q -> ((List<?>) q).stream().map(ReceiverConformanceTest::number).toList())
                  .toList();
      case "attributes" -> {
        Map<String, String> texts = new TreeMap<>();
        map(value).forEach((k, v) -> texts.put(k, "" + v));
        yield texts;
      }
      default -> value;
    };
  }

  private static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    String text = ("" + value).split(" ")[0].replace("+", "");
    return Double.parseDouble(text.equals("Inf") || text.equals("-Inf") ? text + "inity" : text);
  }

  private static Object time(Object value, List<Long> times) {
    String text = "" + value;
    if (text.equals("time of the scrape")) {
      return times.get(0) * NANOS;
    }
    return text.startsWith("time of")
        ? times.get(Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1))) * NANOS
        : ((Number) value).longValue();
  }

  private static List<Map<String, Object>> points(Metric metric) {
    List<Map<String, Object>> points = new ArrayList<>();
    switch (metric.getDataCase()) {
      case GAUGE, SUM -> Scrapes.points(metric).forEach(p -> points.add(number(p)));
      case HISTOGRAM ->
          metric.getHistogram().getDataPointsList().forEach(p -> points.add(histogram(p)));
      case SUMMARY -> metric.getSummary().getDataPointsList().forEach(p -> points.add(summary(p)));
      default -> throw new AssertionError(metric);
    }
    return points;
  }

  private static Map<String, Object> number(NumberDataPoint point) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("time", point.getTimeUnixNano());
    map.put("start_time_v0_122", point.getStartTimeUnixNano());
    map.put("value", point.getAsDouble());
    map.put("no_recorded_value", point.getFlags() == 1);
    map.put("attributes", Scrapes.map(point.getAttributesList()));
    return map;
  }

  private static Map<String, Object> histogram(HistogramDataPoint point) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("time", point.getTimeUnixNano());
    map.put("start_time_v0_122", point.getStartTimeUnixNano());
    map.put("count", point.getCount());
    map.put("sum", point.getSum());
    map.put("bounds", point.getExplicitBoundsList());
    map.put("buckets", point.getBucketCountsList());
    map.put("no_recorded_value", point.getFlags() == 1);
    map.put("attributes", Scrapes.map(point.getAttributesList()));
    return map;
  }

  private static Map<String, Object> summary(SummaryDataPoint point) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("time", point.getTimeUnixNano());
    map.put("start_time_v0_122", point.getStartTimeUnixNano());
    map.put("count", point.getCount());
    map.put("sum", point.getSum());
    List<List<Double>> quantiles = new ArrayList<>();
    point
        .getQuantileValuesList()
        .forEach(q -> quantiles.add(List.of(q.getQuantile(), q.getValue())));
    map.put("quantiles", quantiles);
    map.put("no_recorded_value", point.getFlags() == 1);
    map.put("attributes", Scrapes.map(point.getAttributesList()));
    return map;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object value) {
    return (List<Map<String, Object>>) value;
  }

  private static Object load(Path file) {
    try {
      LoadSettings settings = LoadSettings.builder().setCodePointLimit(1 << 24).build();
      return new Load(settings).loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
