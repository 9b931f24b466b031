package dev.millrace.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code Main} as a process of its own, with components of a foreign jar. */
@Timeout(60)
class CollectorProcessTest {
  private static final String READY = "Everything is ready";

  @TempDir Path folder;

  private final List<String> log = new ArrayList<>();
  private Process process;
  private BufferedReader stderr;

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void sigterm_drainsAndExitsWithZero() throws Exception {
    start("hangs: false", "broken: false");
    readUntil(READY);

    signal("TERM");

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    readUntil("the end of the log");
    assertThat(process.exitValue()).as("%s", log).isZero();
    assertThat(String.join("\n", log)).contains("Received signal from OS", "Shutdown complete.");
  }

  @Test
  void secondSignal_endsAtOnce() throws Exception {
    start("hangs: true", "broken: false");
    readUntil(READY);

    signal("TERM"); // who runs tests in the background of a shell has INT ignored
    readUntil("Starting shutdown");
    signal("TERM");

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
  }

  @Test
  void sighup_keepsRunning() throws Exception {
    start("hangs: false", "broken: false");
    readUntil(READY);

    signal("HUP");
    readUntil("Reload is not supported yet");

    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void failedStart_saysWhatAndExitsWithOne() throws Exception {
    start("hangs: false", "broken: true");

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    readUntil("the end of the log");
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(log).anySatisfy(line -> assertThat(line).contains("foreign", "is broken; mend it"));
  }

  private void start(String receiver, String exporter) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            receivers:
              foreign: {%s}
            exporters:
              foreign: {%s}
            service:
              telemetry: {metrics: {level: none}}
              pipelines:
                traces: {receivers: [foreign], exporters: [foreign]}
            """
                .formatted(receiver, exporter));
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--config=" + config)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    stderr = process.errorReader();
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Reads the log until a line holds the text, or to its end. */
  private void readUntil(String text) throws IOException {
    for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
      log.add(line);
      if (line.contains(text)) {
        return;
      }
    }
  }
}
