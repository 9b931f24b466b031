package dev.millrace.prometheus.scrape;

import dev.millrace.data.wire.ProtoWriter;
import dev.millrace.prometheus.exposition.FloatReader;
import dev.millrace.prometheus.exposition.MetricType;
import dev.millrace.prometheus.labels.Labels;
import dev.millrace.prometheus.translate.MetricNames;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place of a sample in OTLP: which metric of which scope and resource, which point, which
 * part of the point. What is found stays until the metadata changes.
 */
final class Series {
  private static final String TARGET_INFO = "target_info";
  private static final String SCOPE_INFO = "otel_scope_info";

  private final TargetState state;
  private final MetadataStore metadata;
  private final Families families;
  private final SyntheticSeries synthetic;
  private final FloatReader floats = new FloatReader();
  private final ProtoWriter key = new ProtoWriter();
  private final ProtoWriter attribute = new ProtoWriter();

  /** What the metric of the sample being placed is described with. */
  private String help = "";

  private String unit = "";

  private int role;
  private int detail;
  private int point;

  Series(TargetState state, SyntheticSeries synthetic) {
    this.state = state;
    this.synthetic = synthetic;
    this.metadata = state.metadata;
    this.families = state.families;
  }

  /** The role of the sample last placed. */
  int role() {
    return role;
  }

  int detail() {
    return detail;
  }

  int point() {
    return point;
  }

  /** Finds the place of a sample with these labels. */
  void place(Labels labels) {
    String name = labels.get(SampleLabels.NAME);
    ResourceGroup resource = families.resource(labels);
    if (name.equals(TARGET_INFO)) {
      setInfo(new Infos.Info(resource, null, infoAttributes(labels, false)));
    } else if (name.equals(SCOPE_INFO)) {
      setInfo(new Infos.Info(resource, ScopeKey.ofInfo(labels), infoAttributes(labels, true)));
    } else {
      placeIn(families.scope(resource, ScopeKey.of(labels)), name, labels);
    }
  }

  /** Finds the place of a {@code _created} line that stays visible: it is a gauge. */
  void placeGauge(Labels labels) {
    ScopeGroup scope = families.scope(families.resource(labels), ScopeKey.of(labels));
    String name = labels.get(SampleLabels.NAME);
    setPoint(Role.NUMBER, 0, family(scope, name, MetricType.GAUGE, "", ""), labels);
  }

  /** Finds the place of a native histogram; one that is a gauge has none in OTLP. */
  void placeNative(Labels labels, boolean isGauge) {
    if (isGauge) {
      setMisfit();
      return;
    }
    String name = labels.get(SampleLabels.NAME);
    ScopeGroup scope = families.scope(families.resource(labels), ScopeKey.of(labels));
    MetricMetadata exact = metadata.find(name);
    help = exact == null ? "" : exact.help;
    unit = exact == null ? "" : exact.unit;
    setPoint(Role.NATIVE, 0, families.nativeHistogram(scope, name), labels);
  }

  private void setInfo(Infos.Info info) {
    role = Role.INFO;
    point = -1;
    detail = state.infos.number(info);
  }

  private static Map<String, String> infoAttributes(Labels labels, boolean ofScope) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      if (!Attributes.isIdentity(name) && !(ofScope && ScopeKey.isPart(name))) {
        attributes.put(name, labels.value(i));
      }
    }
    return attributes;
  }

  private void placeIn(ScopeGroup scope, String name, Labels labels) {
    SyntheticMetric own = SyntheticMetric.of(name);
    if (own != null && own.always) {
      Family family = family(scope, name, MetricType.GAUGE, own.help, own.unit);
      setPoint(Role.NUMBER, 0, family, labels);
      return;
    }
    MetricMetadata exact = metadata.find(name);
    if (exact != null) {
      placeIn(family(scope, name, exact), name, name, labels);
      return;
    }
    String familyName = MetricNames.family(name);
    MetricMetadata merged = metadata.find(familyName);
    String shown = merged == null ? null : mergedName(name, familyName, merged.type);
    if (merged == null || shown == null) {
      Family family = family(scope, name, MetricType.UNKNOWN, "", "");
      placeIn(family, name, name, labels);
    } else {
      placeIn(family(scope, shown, merged), name, familyName, labels);
    }
  }

  /**
   * The metric that a sample with a suffix belongs to; null when metadata of that type is not about
   * samples with that suffix.
   */
  private static @Nullable String mergedName(String name, String family, MetricType type) {
    return switch (type) {
      case COUNTER -> name.endsWith("_created") ? family + "_total" : name;
      case HISTOGRAM, SUMMARY -> family;
      case INFO -> name.endsWith("_info") ? family : null;
      case GAUGE_HISTOGRAM -> name.endsWith("_bucket") ? family : null;
      case GAUGE, UNKNOWN, STATE_SET -> null;
    };
  }

  private Family family(ScopeGroup scope, String name, MetricMetadata metadata) {
    return family(scope, name, metadata.type, metadata.help, metadata.unit);
  }

  private Family family(
      ScopeGroup scope, String name, MetricType type, String newHelp, String newUnit) {
    help = newHelp;
    unit = newUnit;
    return families.family(scope, name, type);
  }

  /**
   * @param base the name in the metadata, without suffix
   */
  private void placeIn(Family family, String name, String base, Labels labels) {
    boolean created = name.equals(base + "_created");
    switch (family.shape) {
      case GAUGE, SUM -> setPoint(Role.NUMBER, 0, family, labels);
      case COUNTER -> setPoint(created ? Role.START : Role.NUMBER, 0, family, labels);
      case HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> {
        if (created) {
          setPoint(Role.START, 0, family, labels);
        } else if (name.endsWith("_sum") && !name.equals(base)) {
          setPoint(Role.SUM, 0, family, labels);
        } else if (name.endsWith("_count") && !name.equals(base)) {
          setPoint(Role.COUNT, 0, family, labels);
        } else {
          setPart(family, labels);
        }
      }
    }
  }

  private void setPart(Family family, Labels labels) {
    byte[] text = labels.get(family.shape.partLabel).getBytes(StandardCharsets.UTF_8);
    if (text.length == 0 || !floats.readAll(text, 0, text.length) || Double.isNaN(floats.value())) {
      setMisfit();
      return;
    }
    int part = family.shape == Shape.HISTOGRAM ? Role.BUCKET : Role.QUANTILE;
    setPoint(part, state.boundaries.number(floats.value()), family, labels);
  }

  private void setMisfit() {
    role = Role.MISFIT;
    detail = 0;
    point = -1;
  }

  private void setPoint(int newRole, int newDetail, Family family, Labels labels) {
    if (synthetic.covers(family, labels)) {
      setMisfit();
      return;
    }
    role = newRole;
    detail = newDetail;
    if (role != Role.START) {
      families.describe(family, help, unit);
    }
    point = point(family, labels);
  }

  private int point(Family family, Labels labels) {
    Points points = state.points;
    Points.beginKey(key, family.number);
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      if (Attributes.isOfPoint(family.shape, name)) {
        attribute.reset();
        Attributes.put(attribute, family.shape.attributesField, name, labels.value(i));
        key.rawVarint(points.attribute(attribute.array(), 0, attribute.size()));
      }
    }
    return points.get(key.array(), key.size());
  }
}
