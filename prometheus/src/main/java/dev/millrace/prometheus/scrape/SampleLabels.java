package dev.millrace.prometheus.scrape;

import dev.millrace.prometheus.exposition.Sample;
import dev.millrace.prometheus.labels.GoQuote;
import dev.millrace.prometheus.labels.Labels;
import dev.millrace.prometheus.labels.LabelsBuilder;
import dev.millrace.prometheus.labels.NameValidation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a sample's labels out of those in the page: joins the target's, relabels, checks, adds the
 * external ones.
 */
final class SampleLabels {
  static final String NAME = "__name__";
  private static final String HIDDEN_PREFIX = "__";
  private static final String EXPORTED_PREFIX = "exported_";
  private static final int SHOWN_CHARS = 50;

  private final ScrapeSettings settings;
  private final Labels target;
  private final LabelsBuilder builder = new LabelsBuilder(Labels.EMPTY);
  private final List<String> conflicts = new ArrayList<>();
  private final List<String> empty = new ArrayList<>();

  SampleLabels(ScrapeTarget target, ScrapeSettings settings) {
    this.settings = settings;
    LabelsBuilder visible = new LabelsBuilder(Labels.EMPTY);
    target
        .labels()
        .forEach((name, value) -> {
          if (!name.startsWith(HIDDEN_PREFIX)) {
            visible.set(name, value);
          }
        });
    this.target = visible.labels();
  }

  /** The labels of a synthetic series. */
  Labels ofReport(String metric) {
    builder.reset(target);
    builder.set(NAME, metric);
    return external();
  }

  /** The labels of a sample of the page, null when relabelling drops it. */
  @Nullable Labels of(Sample sample) throws ScrapeFailure {
    String twice = read(sample);
    if (settings.honorLabels()) {
      addMissing();
    } else {
      addRenaming();
    }
    if (!settings.metricRelabeling().apply(builder) || builder.size() == 0) {
      return null;
    }
    check(sample.hasValidNames());
    if (!twice.isEmpty()) {
      throw new ScrapeFailure("invalid sample: non-unique label names: " + GoQuote.quote(twice));
    }
    return external();
  }

  /** Reads the page's labels; answers the name of one that is there twice, or empty. */
  private String read(Sample sample) {
    String twice = "";
    builder.reset(Labels.EMPTY);
    empty.clear();
    builder.set(NAME, sample.metricName());
    for (int i = 0; i < sample.labelCount(); i++) {
      String name = sample.labelName(i);
      String value = sample.labelValue(i);
      if (value.isEmpty()) {
        empty.add(name);
      } else {
        twice = builder.has(name) ? name : twice;
        builder.set(name, value);
      }
    }
    return twice;
  }

  /** Labels of the page win, even empty ones. */
  private void addMissing() {
    for (int i = 0; i < target.size(); i++) {
      String name = target.name(i);
      if (!builder.has(name) && !empty.contains(name)) {
        builder.set(name, target.value(i));
      }
    }
  }

  /** Labels of the target win; those of the page get another name. */
  private void addRenaming() {
    conflicts.clear();
    for (int i = 0; i < target.size(); i++) {
      String name = target.name(i);
      String value = builder.get(name);
      if (!value.isEmpty()) {
        conflicts.add(name);
        conflicts.add(value);
      }
      builder.set(name, target.value(i));
    }
    if (!conflicts.isEmpty()) {
      rename();
    }
  }

  private void rename() {
    List<String[]> pairs = new ArrayList<>();
    for (int i = 0; i < conflicts.size(); i += 2) {
      pairs.add(new String[] {conflicts.get(i), conflicts.get(i + 1)});
    }
    pairs.sort(Comparator.comparingInt(pair -> pair[0].length()));
    for (String[] pair : pairs) {
      String name = EXPORTED_PREFIX + pair[0];
      while (builder.has(name)) {
        name = EXPORTED_PREFIX + name;
      }
      builder.set(name, pair[1]);
    }
  }

  private Labels external() {
    Labels external = settings.externalLabels();
    for (int i = 0; i < external.size(); i++) {
      builder.set(external.name(i), external.value(i));
    }
    return builder.labels();
  }

  private void check(boolean unicode) throws ScrapeFailure {
    Labels labels = builder.labels();
    String metric = labels.get(NAME);
    if (metric.isEmpty()) {
      throw new ScrapeFailure("missing metric name (__name__ label)");
    }
    NameValidation names = settings.nameValidation();
    boolean good = unicode && names.isMetricName(metric);
    for (int i = 0; i < labels.size() && good; i++) {
      good = names.isLabelName(labels.name(i));
    }
    if (!good) {
      throw new ScrapeFailure("invalid metric name or label names: " + labels);
    }
    checkLimits(metric, labels);
  }

  private void checkLimits(String metric, Labels labels) throws ScrapeFailure {
    ScrapeLimits limits = settings.limits();
    if (limits.labels() > 0 && labels.size() > limits.labels()) {
      throw new ScrapeFailure(
          "label_limit exceeded (metric: %s, number of labels: %d, limit: %d)"
              .formatted(shown(metric), labels.size(), limits.labels()));
    }
    if (limits.labelNameBytes() == 0 && limits.labelValueBytes() == 0) {
      return;
    }
    for (int i = 0; i < labels.size(); i++) {
      checkLength(metric, labels.name(i), labels.value(i));
    }
  }

  private void checkLength(String metric, String name, String value) throws ScrapeFailure {
    ScrapeLimits limits = settings.limits();
    int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (limits.labelNameBytes() > 0 && nameBytes > limits.labelNameBytes()) {
      throw new ScrapeFailure(
          "label_name_length_limit exceeded (metric: %s, label name: %s, length: %d, limit: %d)"
              .formatted(shown(metric), shown(name), nameBytes, limits.labelNameBytes()));
    }
    int valueBytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (limits.labelValueBytes() > 0 && valueBytes > limits.labelValueBytes()) {
      throw new ScrapeFailure(
          "label_value_length_limit exceeded (metric: %s, label name: %s, value: %s, length: %d, limit: %d)"
              .formatted(
                  shown(metric),
                  shown(name),
                  GoQuote.quote(shown(value)),
                  valueBytes,
                  limits.labelValueBytes()));
    }
  }

  private static String shown(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS);
  }
}
