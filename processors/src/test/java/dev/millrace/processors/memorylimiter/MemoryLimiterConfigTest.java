package dev.millrace.processors.memorylimiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.ComponentId;
import dev.millrace.component.memory.MemoryLimiterConfig;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ConfigText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class MemoryLimiterConfigTest {

  @TestFactory
  List<DynamicTest> conformance() throws IOException {
    Path file =
        Path.of(
            System.getProperty("conformance.dir", ""),
            "j_processors",
            "memory_limiter_config.yaml");
    Assumptions.assumeTrue(Files.exists(file), "conformance set j_processors is not there");
    Map<?, ?> root =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    List<DynamicTest> tests = new ArrayList<>();
    for (Object each : (List<?>) root.get("cases")) {
      Map<?, ?> one = (Map<?, ?>) each;
      tests.add(DynamicTest.dynamicTest(one.get("name").toString(), () -> check(one)));
    }
    return tests;
  }

  private static void check(Map<?, ?> one) {
    List<String> errors = errors((Map<?, ?>) one.get("config"));
    if (one.get("error") == null) {
      assertThat(errors).isEmpty();
    } else {
      assertThat(errors).contains(one.get("error").toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                                                              | 'check_interval' must be greater than zero
          {}                                                              | 'limit_mib' or 'limit_percentage' must be greater than zero
          {check_interval: -1s, limit_mib: 5}                             | 'check_interval' must be greater than zero
          {check_interval: 1s, limit_percentage: 101}                     | 'limit_percentage' and 'spike_limit_percentage' must be greater than zero and less than or equal to hundred
          {check_interval: 1s, limit_mib: 5, spike_limit_percentage: 101} | 'limit_percentage' and 'spike_limit_percentage' must be greater than zero and less than or equal to hundred
          {check_interval: 1s, limit_percentage: 5, spike_limit_percentage: 5} | 'spike_limit_percentage' must be smaller than 'limit_percentage'
          {check_interval: 1s, limit_mib: 5, max_gc_interval_when_hard_limited: -1s} | 'max_gc_interval_when_hard_limited' must be non-negative
          {check_interval: 1s, limit_mib: 5, max_gc_interval_when_soft_limited: 20s} | 'max_gc_interval_when_soft_limited' should be larger than or equal to 'max_gc_interval_when_hard_limited' (when both are set)
          {check_interval: 1s, limit_mib: -5}                             | -5 (expected: 0 to 4294967295)
          {check_interval: 1s, limit_mb: 5}                               | unknown key; did you mean limit_mib?
          """)
  void read_reports(String yaml, String expected) {
    Map<?, ?> keys = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    assertThat(errors(keys)).contains(expected);
  }

  @Test
  void read_takesEveryKey() {
    assertThat(
            errors(
                Map.of(
                    "check_interval", "1s",
                    "limit_mib", 4000,
                    "spike_limit_mib", 800,
                    "limit_percentage", 50,
                    "spike_limit_percentage", 30,
                    "min_gc_interval_when_soft_limited", "5s",
                    "min_gc_interval_when_hard_limited", "1s",
                    "max_gc_interval_when_soft_limited", "0s",
                    "max_gc_interval_when_hard_limited", "0s")))
        .isEmpty();
  }

  static MemoryLimiterConfig config(Map<?, ?> keys) {
    Problems problems = new Problems();
    MemoryLimiterConfig config = read(keys, problems);
    assertThat(problems.errors()).isEmpty();
    return config;
  }

  private static List<String> errors(Map<?, ?> keys) {
    Problems problems = new Problems();
    read(keys, problems);
    return problems.errors().stream().map(Problem::message).toList();
  }

  private static MemoryLimiterConfig read(Map<?, ?> keys, Problems problems) {
    ConfigReader in =
        new ConfigReader(ConfigText.map(keys), "processors::memory_limiter", problems);
    MemoryLimiterConfig config =
        new MemoryLimiterFactory().readConfig(in, ComponentId.parse("memory_limiter"));
    in.finish();
    return config;
  }
}
