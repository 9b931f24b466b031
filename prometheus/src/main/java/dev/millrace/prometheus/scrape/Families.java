package dev.millrace.prometheus.scrape;

import dev.millrace.prometheus.exposition.MetricType;
import dev.millrace.prometheus.labels.Labels;
import dev.millrace.prometheus.translate.ResourceAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics of a target, by resource, scope and name; and which of them the page has. */
final class Families {
  private final ScrapeTarget target;
  private final ScrapeSettings settings;
  private final Map<ResourceKey, ResourceGroup> resources = new HashMap<>();
  private List<Family> byNumber = new ArrayList<>();

  /** Resources of the page, in its order. */
  final List<ResourceGroup> open = new ArrayList<>();

  /** Counts pages and sets of stale markers: what was open in another pass is not open now. */
  private int pass;

  private boolean hasTwins;

  /** Whether a metric of the page had to keep a type that its metadata no longer gives. */
  private boolean outdated;

  private record ResourceKey(String job, String instance) {}

  Families(ScrapeTarget target, ScrapeSettings settings) {
    this.target = target;
    this.settings = settings;
  }

  /** Starts a page. */
  void begin() {
    pass++;
    open.clear();
    outdated = false;
  }

  int pass() {
    return pass;
  }

  boolean isOutdated() {
    return outdated;
  }

  Family get(int number) {
    return byNumber.get(number);
  }

  int count() {
    return byNumber.size();
  }

  /** The resource that a sample's labels name; the target's own where they name none. */
  ResourceGroup resource(Labels labels) {
    String job = orTarget(labels, "job");
    String instance = orTarget(labels, "instance");
    return resources.computeIfAbsent(
        new ResourceKey(job, instance),
        key -> new ResourceGroup(ResourceAttributes.of(job, instance, target.discovered())));
  }

  private String orTarget(Labels labels, String name) {
    String value = labels.get(name);
    return value.isEmpty() ? target.labels().get(name) : value;
  }

  ScopeGroup scope(ResourceGroup resource, ScopeKey key) {
    return resource.scopes.computeIfAbsent(key, k -> new ScopeGroup(resource, k, settings.scope()));
  }

  /**
   * The metric of a name. One that the page has already keeps its type for this page, as a metric
   * cannot have two.
   */
  Family family(ScopeGroup scope, String name, MetricType type) {
    Family family = openFamily(scope, name);
    if (family != null) {
      outdated |= family.type != type;
      return family;
    }
    family = scope.families.get(name);
    while (family != null && family.type != type) {
      family = family.sameName;
    }
    return family == null ? add(new Family(scope, name, type)) : family;
  }

  /** The metric of the native histograms of a name, beside which there may be a classic one. */
  Family nativeHistogram(ScopeGroup scope, String name) {
    Family family = scope.families.get(Family.nativeKey(name));
    return family == null ? add(Family.ofNative(scope, name)) : family;
  }

  private Family add(Family family) {
    family.number = byNumber.size();
    byNumber.add(family);
    link(family);
    return family;
  }

  /** Sets help and unit of a metric, unless the page has points of it already. */
  void describe(Family family, String help, String unit) {
    if (family.isDescribed(help, unit)) {
      return;
    }
    if (isOpen(family)) {
      outdated = true;
    } else {
      family.describe(help, unit, settings.trimMetricSuffixes());
    }
  }

  /** The metric of a name that the page has, null when it has none. */
  @Nullable Family openFamily(ScopeGroup scope, String name) {
    Family family = scope.families.get(name);
    while (family != null && !isOpen(family)) {
      family = family.sameName;
    }
    return family;
  }

  private void link(Family family) {
    family.sameName = family.scope.families.put(family.key, family);
    hasTwins |= family.sameName != null;
  }

  /** Whether some name has had two types. */
  boolean hasTwins() {
    return hasTwins;
  }

  /** Whether the page has a metric of the same name and another type. */
  boolean isDisplaced(Family family) {
    Family open = openFamily(family.scope, family.key);
    return open != null && open != family;
  }

  boolean isOpen(Family family) {
    return family.openedBy == pass;
  }

  /** Notes that the page has points of a metric. */
  void open(Family family) {
    if (isOpen(family)) {
      return;
    }
    family.openedBy = pass;
    family.firstPoint = -1;
    family.lastPoint = -1;
    ScopeGroup scope = family.scope;
    if (scope.openedBy != pass) {
      openScope(scope);
    }
    scope.open.add(family);
  }

  private void openScope(ScopeGroup scope) {
    scope.openedBy = pass;
    scope.open.clear();
    ResourceGroup resource = scope.resource;
    if (resource.openedBy != pass) {
      resource.openedBy = pass;
      resource.open.clear();
      open.add(resource);
    }
    resource.open.add(scope);
  }

  /** Forgets all but those in {@code kept}, which get new numbers in the order of the list. */
  void keep(List<Family> kept) {
    byNumber = new ArrayList<>(kept);
    hasTwins = false;
    resources.values().forEach(Families::empty);
    for (int i = 0; i < kept.size(); i++) {
      Family family = kept.get(i);
      family.number = i;
      link(family);
      family.scope.resource.scopes.put(family.scope.key, family.scope);
    }
    resources.values().removeIf(resource -> resource.scopes.isEmpty());
  }

  private static void empty(ResourceGroup resource) {
    resource.scopes.values().forEach(scope -> scope.families.clear());
    resource.scopes.clear();
  }
}
