package dev.millrace.processing.actions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.re2j.Pattern;
import dev.millrace.component.Context;
import dev.millrace.data.Batch;
import dev.millrace.data.Generated;
import dev.millrace.data.RandomOtlp;
import dev.millrace.data.Seeds;
import dev.millrace.data.Signal;
import dev.millrace.data.Slice;
import dev.millrace.data.edit.AnyValue;
import dev.millrace.data.rewrite.BatchRewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Random actions on random telemetry do the same here and on the generated classes. */
class ActionsPropertyTest {
  private static final String[] KEYS = {"k", "service.name", "caf\u00e9", "new", "a\u0000b"};
  private static final String[] PATTERNS = {"^$", "k", "e$", "[^a-z.]", "words"};
  private static final String LONG = "long ".repeat(4000);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROFILES")
  void items_areChangedAsTheGeneratedClasses(Signal signal) {
    Seeds.run(random -> check(signal, random, false));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROFILES")
  void resources_areChangedAsTheGeneratedClasses(Signal signal) {
    Seeds.run(random -> check(signal, random, true));
  }

  private static void check(Signal signal, Random random, boolean isOfResources) throws Exception {
    RandomOtlp otlp = new RandomOtlp(random);
    byte[] request = (random.nextBoolean() ? otlp : otlp.tidy()).request(signal);
    List<ActionConfig> configs = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      configs.add(action(random));
    }
    Message decoded = Generated.parse(signal, request);
    NaiveActions naive = new NaiveActions(configs);
    Message expected = isOfResources ? naive.resources(decoded) : naive.items(decoded);
    Batch batch = Batch.parse(signal, Slice.of(request));
    Batch changed = apply(configs, batch, isOfResources);
    assertThat(Generated.parse(signal, changed.toByteArray())).isEqualTo(expected);
    assertThat(changed.itemCount()).isEqualTo(batch.itemCount());
    assertThat(batch.toByteArray()).isEqualTo(request);
    Batch.parse(signal, Slice.of(changed.toByteArray()));
    // Not of metrics: points that do not count are changed too.
    if (signal != Signal.METRICS && configs.size() == 1 && expected.equals(decoded)) {
      assertThat(apply(configs, changed, isOfResources)).isSameAs(changed);
    }
  }

  private static Batch apply(List<ActionConfig> configs, Batch batch, boolean isOfResources) {
    AttributeActions actions =
        new AttributeActions(configs, LoggerFactory.getLogger(ActionsPropertyTest.class));
    var run = actions.begin(Context.EMPTY);
    return isOfResources
        ? BatchRewrite.resources(batch, actions.growthBytes(), run)
        : BatchRewrite.items(batch, actions.growthBytes(), run);
  }

  private static ActionConfig action(Random random) {
    ActionKind kind = ActionKind.values()[random.nextInt(ActionKind.values().length)];
    String key = KEYS[random.nextInt(KEYS.length)];
    boolean isCopy = kind.sets() && random.nextBoolean();
    return new ActionConfig(
        key,
        kind,
        kind.sets() && !isCopy ? value(random) : null,
        isCopy ? KEYS[random.nextInt(KEYS.length)] : "",
        "",
        pattern(kind, random),
        kind == ActionKind.CONVERT ? ValueType.values()[random.nextInt(3)] : null);
  }

  private static Pattern pattern(ActionKind kind, Random random) {
    return switch (kind) {
      case DELETE, HASH ->
          random.nextBoolean() ? Pattern.compile(PATTERNS[random.nextInt(5)]) : null;
      case EXTRACT ->
          Pattern.compile("(?P<k>[a-z]+)(\u00e9|(?P<new> .*))?".replace("(\u00e9", "(?:\u00e9"));
      case INSERT, UPDATE, UPSERT, CONVERT -> null;
    };
  }

  private static AnyValue value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> AnyValue.of(random.nextLong());
      case 1 -> AnyValue.of(random.nextGaussian());
      case 2 -> AnyValue.of(random.nextBoolean());
      case 3 -> AnyValue.of(LONG);
      case 4 -> AnyValue.of(List.of(AnyValue.of("a"), AnyValue.EMPTY));
      case 5 -> AnyValue.of(Map.of("a", AnyValue.of(1L)));
      case 6 -> AnyValue.EMPTY;
      default -> AnyValue.of(Integer.toString(random.nextInt(1000)));
    };
  }
}
