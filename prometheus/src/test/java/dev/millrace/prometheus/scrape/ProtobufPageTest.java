package dev.millrace.prometheus.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.millrace.testkit.Seed;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics;
import io.prometheus.metrics.shaded.com_google_protobuf_4_35_0.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pages in the protobuf format, made by the generated classes of Prometheus' Java client. */
class ProtobufPageTest {
  private static final String PROTOBUF =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited";
  private static final long NANOS = 1_000_000;

  @Test
  void page_numbers() {
    Metrics.MetricFamily counter =
        family("jobs_total", Metrics.MetricType.COUNTER)
            .setHelp("Jobs done.")
            .setUnit("bytes")
            .addMetric(
                metric("queue", "a")
                    .setCounter(
                        Metrics.Counter.newBuilder()
                            .setValue(5)
                            .setCreatedTimestamp(seconds(7, 500_000_000))
                            .setExemplar(
                                Metrics.Exemplar.newBuilder()
                                    .addLabel(label("trace_id", "0af7651916cd43dd8448eb211c80319c"))
                                    .addLabel(label("user", "u"))
                                    .setValue(3)
                                    .setTimestamp(seconds(9, 0)))))
            .build();
    Metrics.MetricFamily gauge =
        family("depth", Metrics.MetricType.GAUGE)
            .addMetric(
                metric("queue", "a")
                    .setTimestampMs(8000)
                    .setGauge(Metrics.Gauge.newBuilder().setValue(-2)))
            .build();
    Metrics.MetricFamily untyped =
        family("other", Metrics.MetricType.UNTYPED)
            .addMetric(metric().setUntyped(Metrics.Untyped.newBuilder().setValue(1)))
            .build();

    Scrapes scrapes = Scrapes.ofDefaults();
    ExportMetricsServiceRequest request =
        scrapes.page(PROTOBUF, 10_000, page(counter, gauge, untyped));

    Metric jobs = Scrapes.metric(request, "jobs_total");
    assertThat(jobs.getDescription()).isEqualTo("Jobs done.");
    assertThat(jobs.getUnit()).isEqualTo("By");
    assertThat(jobs.getSum().getIsMonotonic()).isTrue();
    NumberDataPoint point = jobs.getSum().getDataPoints(0);
    assertThat(point.getAsDouble()).isEqualTo(5);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(7500 * NANOS);
    assertThat(point.getTimeUnixNano()).isEqualTo(10_000 * NANOS);
    assertThat(Scrapes.map(point.getAttributesList())).isEqualTo(Map.of("queue", "a"));
    assertThat(point.getExemplars(0).getTraceId())
        .isEqualTo(ByteString.fromHex("0af7651916cd43dd8448eb211c80319c"));
    assertThat(point.getExemplars(0).getTimeUnixNano()).isEqualTo(9000 * NANOS);
    NumberDataPoint depth = Scrapes.points(Scrapes.metric(request, "depth")).get(0);
    assertThat(depth.getAsDouble()).isEqualTo(-2);
    assertThat(depth.getTimeUnixNano()).isEqualTo(8000 * NANOS);
    assertThat(Scrapes.metric(request, "other").hasGauge()).isTrue();
    assertThat(scrapes.result().samplesScraped()).isEqualTo(3);
  }

  @Test
  void page_classicHistogramAndSummary() {
    Metrics.MetricFamily histogram =
        family("wait", Metrics.MetricType.HISTOGRAM)
            .addMetric(
                metric("queue", "a")
                    .setHistogram(
                        Metrics.Histogram.newBuilder()
                            .setSampleCount(6)
                            .setSampleSum(12.5)
                            .addBucket(bucket(0.5, 1))
                            .addBucket(bucket(1, 4))))
            .build();
    Metrics.MetricFamily summary =
        family("size", Metrics.MetricType.SUMMARY)
            .addMetric(
                metric()
                    .setSummary(
                        Metrics.Summary.newBuilder()
                            .setSampleCount(2)
                            .setSampleSum(3)
                            .addQuantile(
                                Metrics.Quantile.newBuilder().setQuantile(0.5).setValue(1.5))))
            .build();
    Scrapes scrapes = Scrapes.ofDefaults();
    ExportMetricsServiceRequest request = scrapes.page(PROTOBUF, 1000, page(histogram, summary));

    HistogramDataPoint wait = Scrapes.metric(request, "wait").getHistogram().getDataPoints(0);
    assertThat(wait.getCount()).isEqualTo(6);
    assertThat(wait.getSum()).isEqualTo(12.5);
    assertThat(wait.getExplicitBoundsList()).containsExactly(0.5, 1.0);
    assertThat(wait.getBucketCountsList()).containsExactly(1L, 3L, 2L);
    assertThat(Scrapes.map(wait.getAttributesList())).isEqualTo(Map.of("queue", "a"));
    SummaryDataPoint size = Scrapes.metric(request, "size").getSummary().getDataPoints(0);
    assertThat(size.getCount()).isEqualTo(2);
    assertThat(size.getQuantileValues(0).getValue()).isEqualTo(1.5);
    // count, sum, two buckets and the one of +Inf; count, sum, one quantile
    assertThat(scrapes.result().samplesScraped()).isEqualTo(8);
  }

  @Test
  void page_nativeHistogram_becomesAnExponentialOne() {
    Metrics.MetricFamily family =
        family("wait", Metrics.MetricType.HISTOGRAM)
            .addMetric(metric("queue", "a").setHistogram(nativeHistogram()))
            .build();
    Scrapes scrapes = natives(false);
    ExportMetricsServiceRequest request = scrapes.page(PROTOBUF, 1000, page(family));

    ExponentialHistogramDataPoint point =
        Scrapes.metric(request, "wait").getExponentialHistogram().getDataPoints(0);
    assertThat(point.getCount()).isEqualTo(12);
    assertThat(point.getSum()).isEqualTo(20);
    assertThat(point.getScale()).isEqualTo(3);
    assertThat(point.getZeroCount()).isEqualTo(2);
    assertThat(point.getZeroThreshold()).isEqualTo(0.001);
    assertThat(point.getPositive().getOffset()).isEqualTo(-3);
    assertThat(point.getPositive().getBucketCountsList()).containsExactly(1L, 3L, 0L, 0L, 2L);
    assertThat(point.getNegative().getOffset()).isEqualTo(0);
    assertThat(point.getNegative().getBucketCountsList()).containsExactly(4L);
    assertThat(Scrapes.map(point.getAttributesList())).isEqualTo(Map.of("queue", "a"));
    assertThat(scrapes.result().samplesScraped()).isEqualTo(1);

    ExportMetricsServiceRequest gone = scrapes.page(PROTOBUF, 2000, page());
    ExponentialHistogramDataPoint marker =
        Scrapes.metric(gone, "wait").getExponentialHistogram().getDataPoints(0);
    assertThat(marker.getFlags()).isEqualTo(1);
    assertThat(marker.getCount()).isZero();
  }

  @Test
  void page_nativeHistogram_isMadeCoarser_orFails() {
    byte[] page =
        page(
            family("wait", Metrics.MetricType.HISTOGRAM)
                .addMetric(metric().setHistogram(nativeHistogram()))
                .build());
    ExponentialHistogramDataPoint bySchema = point(limited(0, 2).page(PROTOBUF, 1000, page));
    assertThat(bySchema.getScale()).isEqualTo(2);
    assertThat(bySchema.getPositive().getOffset()).isEqualTo(-2);
    assertThat(bySchema.getPositive().getBucketCountsList()).containsExactly(1L, 3L, 2L);
    assertThat(bySchema.getNegative().getBucketCountsList()).containsExactly(4L);

    ExponentialHistogramDataPoint byLimit = point(limited(3, 8).page(PROTOBUF, 1000, page));
    assertThat(byLimit.getScale()).isEqualTo(1);
    assertThat(byLimit.getPositive().getBucketCountsList()).containsExactly(4L, 2L);

    Scrapes tooMany = limited(1, 8);
    tooMany.page(PROTOBUF, 1000, page);
    assertThat(tooMany.result().error()).isEqualTo("histogram bucket limit exceeded");
    assertThat(tooMany.result().samplesScraped()).isEqualTo(1);
  }

  @Test
  void maxSchema_isThatOfTheFactor() {
    assertThat(ScrapeSettings.Histograms.maxSchema(0)).isEqualTo(8);
    assertThat(ScrapeSettings.Histograms.maxSchema(1.1)).isEqualTo(3);
    assertThat(ScrapeSettings.Histograms.maxSchema(2)).isEqualTo(0);
    assertThat(ScrapeSettings.Histograms.maxSchema(4)).isEqualTo(-1);
    assertThat(ScrapeSettings.Histograms.maxSchema(1e30)).isEqualTo(-4);
  }

  private static ExponentialHistogramDataPoint point(ExportMetricsServiceRequest request) {
    return Scrapes.metric(request, "wait").getExponentialHistogram().getDataPoints(0);
  }

  private static Scrapes limited(long buckets, int schema) {
    return new Scrapes(
        Scrapes.target("job", "j", "instance", "h:1"),
        ScrapeSettings.defaults(Scrapes.SCOPE)
            .with(new ScrapeSettings.Histograms(true, false, buckets, schema)));
  }

  @Test
  void page_nativeHistogram_withClassicBucketsBesides() {
    Metrics.MetricFamily family =
        family("wait", Metrics.MetricType.HISTOGRAM)
            .addMetric(
                metric("queue", "a").setHistogram(nativeHistogram().addBucket(bucket(1, 12))))
            .build();
    ExportMetricsServiceRequest request = natives(true).page(PROTOBUF, 1000, page(family));

    List<Metric> found =
        Scrapes.metrics(request).stream().filter(m -> m.getName().equals("wait")).toList();
    assertThat(found).hasSize(2);
    assertThat(found).filteredOn(Metric::hasExponentialHistogram).hasSize(1);
    assertThat(found).filteredOn(Metric::hasHistogram).hasSize(1);
  }

  @Test
  void page_nativeHistogram_whereOnlyClassicOnesAreScraped() {
    Metrics.MetricFamily family =
        family("wait", Metrics.MetricType.HISTOGRAM)
            .addMetric(
                metric("queue", "a").setHistogram(nativeHistogram().addBucket(bucket(1, 12))))
            .build();
    ExportMetricsServiceRequest request = Scrapes.ofDefaults().page(PROTOBUF, 1000, page(family));
    assertThat(Scrapes.metric(request, "wait").hasHistogram()).isTrue();
  }

  @Test
  void page_floatHistogram_andGaugeHistogram() {
    Metrics.Histogram.Builder real =
        Metrics.Histogram.newBuilder()
            .setSampleCountFloat(3.5)
            .setSampleSum(2)
            .addPositiveSpan(span(0, 2))
            .addPositiveCount(1.5)
            .addPositiveCount(2);
    Metrics.MetricFamily family =
        family("real", Metrics.MetricType.HISTOGRAM).addMetric(metric().setHistogram(real)).build();
    Metrics.MetricFamily gauge =
        family("gauge", Metrics.MetricType.GAUGE_HISTOGRAM)
            .addMetric(metric().setHistogram(real))
            .build();
    Scrapes scrapes = natives(false);
    ExportMetricsServiceRequest request = scrapes.page(PROTOBUF, 1000, page(family, gauge));

    ExponentialHistogramDataPoint point =
        Scrapes.metric(request, "real").getExponentialHistogram().getDataPoints(0);
    assertThat(point.getCount()).isEqualTo(3);
    assertThat(point.getPositive().getBucketCountsList()).containsExactly(1L, 2L);
    assertThat(Scrapes.metrics(request)).extracting(Metric::getName).containsExactly("real");
    assertThat(scrapes.result().samplesIgnored()).isEqualTo(1);
  }

  @Test
  void page_theSameAgain_addsNoSeries_andInPiecesGivesTheSame() {
    byte[] page =
        page(
            family("wait", Metrics.MetricType.HISTOGRAM)
                .addMetric(metric("queue", "a").setHistogram(nativeHistogram()))
                .addMetric(
                    metric("queue", "b")
                        .setHistogram(
                            Metrics.Histogram.newBuilder()
                                .setSampleCount(1)
                                .addBucket(bucket(1, 1))))
                .build(),
            family("depth", Metrics.MetricType.GAUGE)
                .addMetric(metric().setGauge(Metrics.Gauge.newBuilder().setValue(1)))
                .build());
    Scrapes whole = natives(true);
    Scrapes pieces = natives(true);
    Random random = new Random(Seed.first());
    for (int i = 1; i < 20; i++) {
      ExportMetricsServiceRequest expected = whole.page(PROTOBUF, 1000L * i, page);
      assertThat(whole.result().error()).isNull();
      assertThat(pieces.pieces(PROTOBUF, 1000L * i, page, random)).isEqualTo(expected);
      assertThat(whole.result().seriesAdded()).isEqualTo(i == 1 ? 6 : 0);
    }
  }

  @Test
  void page_thatIsMalformed_saysWhere() {
    Metrics.MetricFamily good =
        family("good", Metrics.MetricType.GAUGE)
            .addMetric(metric().setGauge(Metrics.Gauge.newBuilder().setValue(1)))
            .build();
    Metrics.MetricFamily spans =
        family("wait", Metrics.MetricType.HISTOGRAM)
            .addMetric(metric().setHistogram(nativeHistogram().addPositiveSpan(span(1, 4))))
            .build();
    assertThat(error(page(good, spans)))
        .isEqualTo("metric family 2 (wait): positive side: spans require 7 buckets, have 3");
    byte[] cut = Arrays.copyOf(page(good), page(good).length - 1);
    assertThat(error(cut)).isEqualTo("metric family 0: the page ends within the message");
    assertThat(error("not protobuf at all".getBytes(StandardCharsets.US_ASCII))).isNotNull();
  }

  @Test
  void page_ofGarbage_failsAndNoMore() {
    Random random = new Random(Seed.first());
    byte[] good =
        page(
            family("wait", Metrics.MetricType.HISTOGRAM)
                .addMetric(
                    metric("queue", "a").setHistogram(nativeHistogram().addBucket(bucket(1, 12))))
                .build());
    Scrapes scrapes = natives(true);
    for (int i = 1; i < 20_000; i++) {
      byte[] page = good.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        page[random.nextInt(page.length)] = (byte) random.nextInt();
      }
      scrapes.page(PROTOBUF, i, random.nextBoolean() ? page : cut(page, random));
    }
    scrapes.page(PROTOBUF, 30_000, good);
    assertThat(scrapes.result().error()).isNull();
  }

  private static byte[] cut(byte[] page, Random random) {
    return Arrays.copyOf(page, random.nextInt(page.length));
  }

  private static String error(byte[] page) {
    Scrapes scrapes = natives(false);
    scrapes.page(PROTOBUF, 1000, page);
    return scrapes.result().error();
  }

  private static Scrapes natives(boolean classicBesides) {
    return new Scrapes(
        Scrapes.target("job", "j", "instance", "h:1"),
        ScrapeSettings.defaults(Scrapes.SCOPE)
            .with(new ScrapeSettings.Histograms(true, classicBesides, 0, 8)));
  }

  private static Metrics.Histogram.Builder nativeHistogram() {
    return Metrics.Histogram.newBuilder()
        .setSampleCount(12)
        .setSampleSum(20)
        .setSchema(3)
        .setZeroThreshold(0.001)
        .setZeroCount(2)
        .addPositiveSpan(span(-2, 2))
        .addPositiveSpan(span(2, 1))
        .addPositiveDelta(1)
        .addPositiveDelta(2)
        .addPositiveDelta(-1)
        .addNegativeSpan(span(0, 2))
        .addNegativeDelta(0)
        .addNegativeDelta(4);
  }

  private static Metrics.BucketSpan span(int offset, int length) {
    return Metrics.BucketSpan.newBuilder().setOffset(offset).setLength(length).build();
  }

  private static Metrics.Bucket bucket(double bound, long cumulative) {
    return Metrics.Bucket.newBuilder().setUpperBound(bound).setCumulativeCount(cumulative).build();
  }

  private static Timestamp seconds(long seconds, int nanos) {
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  private static Metrics.MetricFamily.Builder family(String name, Metrics.MetricType type) {
    return Metrics.MetricFamily.newBuilder().setName(name).setType(type);
  }

  private static Metrics.Metric.Builder metric(String... labels) {
    Metrics.Metric.Builder metric = Metrics.Metric.newBuilder();
    for (int i = 0; i < labels.length; i += 2) {
      metric.addLabel(label(labels[i], labels[i + 1]));
    }
    return metric;
  }

  private static Metrics.LabelPair label(String name, String value) {
    return Metrics.LabelPair.newBuilder().setName(name).setValue(value).build();
  }

  private static byte[] page(Metrics.MetricFamily... families) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      for (Metrics.MetricFamily family : families) {
        family.writeDelimitedTo(page);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.toByteArray();
  }
}
