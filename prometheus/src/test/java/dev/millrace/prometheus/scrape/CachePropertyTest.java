package dev.millrace.prometheus.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.prometheus.labels.Labels;
import dev.millrace.prometheus.labels.NameValidation;
import dev.millrace.prometheus.relabel.AnchoredRegex;
import dev.millrace.prometheus.relabel.RelabelAction;
import dev.millrace.prometheus.relabel.RelabelRule;
import dev.millrace.prometheus.relabel.Relabeling;
import dev.millrace.testkit.Seed;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sequences of random pages: with the cache and without, in one piece and in many, the same. */
class CachePropertyTest {
  private static final int SEQUENCES = Integer.getInteger("property.sequences", 600);

  @Test
  void pages_giveWhatThePlainPathGives() {
    long seed = Seed.first();
    Random seeds = new Random(seed);
    Long one = Long.getLong("property.one");
    for (int i = 0; i < (one == null ? SEQUENCES : 1); i++) {
      sequence(one == null ? seeds.nextLong() : one);
    }
  }

  private static void sequence(long seed) {
    Random random = new Random(seed);
    boolean openMetrics = random.nextBoolean();
    ScrapeSettings settings = settings(random);
    ScrapeTarget target = Scrapes.target("job", "j", "instance", "h:1", "pod", "t");
    Scrapes scrapes = new Scrapes(target, settings);
    Scrapes pieces = new Scrapes(target, settings);
    ReferenceScraper plain = new ReferenceScraper(target, settings);
    RandomPages pages = new RandomPages(random, openMetrics);
    boolean changes = random.nextInt(4) == 0;
    List<String> history = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      long millis = RandomPages.PropertyClock.START + 1000L * i;
      if (random.nextInt(10) == 0) {
        history.add("fail");
        ReferenceScraper.Outcome expected = plain.fail(millis);
        ExportMetricsServiceRequest request = scrapes.fail(millis);
        check(seed, history, Outcomes.of(scrapes.result(), request), expected);
        assertThat(pieces.fail(millis)).isEqualTo(request);
        continue;
      }
      if (changes && random.nextInt(3) == 0) {
        openMetrics = !openMetrics;
        pages.format(openMetrics);
      }
      String type = openMetrics ? Scrapes.OPENMETRICS : Scrapes.TEXT;
      byte[] page = random.nextInt(20) == 0 ? new byte[0] : pages.next();
      history.add(new String(page, StandardCharsets.UTF_8));
      ReferenceScraper.Outcome expected = plain.page(openMetrics, millis, page);
      ExportMetricsServiceRequest request = scrapes.page(type, millis, page);
      check(seed, history, Outcomes.of(scrapes.result(), request), expected);
      ExportMetricsServiceRequest other = pieces.pieces(type, millis, page, random);
      assertThat(other).as("in pieces, seed %d", seed).isEqualTo(request);
      assertThat(pieces.result().error()).isEqualTo(scrapes.result().error());
    }
  }

  private static void check(
      long seed,
      List<String> history,
      ReferenceScraper.Outcome actual,
      ReferenceScraper.Outcome expected) {
    if (!actual.equals(expected)) {
      int from = Math.max(0, history.size() - 2);
      throw new AssertionError(
          "-Dproperty.one=%d, page %d\nis       %s\nshall be %s\n%s"
              .formatted(
                  seed,
                  history.size() - 1,
                  shown(actual),
                  shown(expected),
                  String.join("\n--\n", history.subList(from, history.size()))));
    }
  }

  private static String shown(ReferenceScraper.Outcome outcome) {
    return outcome.toString().replace(", j/", "\n  j/").replace("[j/", "[\n  j/");
  }

  private static ScrapeSettings settings(Random random) {
    List<RelabelRule> rules = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      rules.add(rule(List.of("x"), "2", RelabelAction.DROP, "", "$1"));
    }
    if (random.nextInt(4) == 0) {
      rules.add(rule(List.of(), "y", RelabelAction.LABELDROP, "", "$1"));
    }
    if (random.nextInt(4) == 0) {
      rules.add(rule(List.of("__name__"), "b(.*)", RelabelAction.REPLACE, "__name__", "a$1"));
    }
    return new ScrapeSettings(
        random.nextBoolean(),
        random.nextInt(3) != 0,
        random.nextBoolean(),
        new ScrapeLimits(random.nextInt(5) == 0 ? 15 : 0, 0, 0, 0, 0),
        new Relabeling(rules, NameValidation.UTF8),
        random.nextInt(4) == 0 ? Labels.of("ext", "e") : Labels.EMPTY,
        false,
        random.nextInt(4) == 0
            ? ScrapeSettings.StartTime.UNSET
            : ScrapeSettings.StartTime.FIRST_SEEN,
        random.nextInt(4) == 0,
        false,
        ScrapeProtocol.PROMETHEUS_TEXT_0_0_4,
        ScrapeSettings.Histograms.CLASSIC,
        NameValidation.UTF8,
        Duration.ofSeconds(10),
        Scrapes.SCOPE);
  }

  private static RelabelRule rule(
      List<String> source, String regex, RelabelAction action, String target, String replacement) {
    return new RelabelRule(
        source, ";", AnchoredRegex.compile(regex), 0, target, replacement, action);
  }
}
