package dev.millrace.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.component.Level;
import dev.millrace.component.Meter.Instrument;
import dev.millrace.net.Admission;
import dev.millrace.net.auth.FailedLogins;
import dev.millrace.telemetry.metrics.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InternalTelemetryDocTest {
  private static final Path DOC = Path.of("..", "docs", "internal-telemetry.md");

  @Test
  void table_listsWhatTheCodeHas() throws IOException {
    List<String> documented = new ArrayList<>();
    for (String line : Files.readAllLines(DOC)) {
      if (line.startsWith("| `otelcol_")) {
        String[] cells = line.split("\\|", -1);
        names(cells[1].strip()).forEach(name -> documented.add(name + " " + cells[3].strip()));
      }
    }

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    PipelineMetrics.all(),
                    ProcessMetrics.all(),
                    MemoryMetrics.all(),
                    List.of(Admission.REFUSED, FailedLogins.INSTRUMENT))
                .flatMap(List::stream)
                .map(InternalTelemetryDocTest::row)
                .toList());
  }

  @Test
  void table_givesTheTypesOfTheProcessMetrics() throws IOException {
    MeterRegistry registry = new MeterRegistry(Level.BASIC);
    ProcessMetrics.register(registry);
    String doc = Files.readString(DOC);

    assertThat(registry.snapshot())
        .allSatisfy(family ->
            assertThat(doc)
                .contains(
                    "| `%s` | %s |".formatted(family.instrument().name(), family.type().text())));
  }

  private static String row(Instrument instrument) {
    return instrument.name() + " " + instrument.level().name().toLowerCase(Locale.ROOT);
  }

  /** {@code a_{b,c}} stands for two names. */
  private static List<String> names(String cell) {
    String text = cell.replace("`", "");
    int brace = text.indexOf('{');
    if (brace < 0) {
      return List.of(text);
    }
    return Stream.of(text.substring(brace + 1, text.indexOf('}')).split(",", -1))
        .map(end -> text.substring(0, brace) + end)
        .toList();
  }
}
