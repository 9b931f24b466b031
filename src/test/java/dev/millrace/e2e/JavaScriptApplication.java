package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program instrumented with OpenTelemetry's JavaScript SDK, sending with its own exporters. */
final class JavaScriptApplication {
  private static final String FOLDER = "src/test/resources/javascript";

  private JavaScriptApplication() {}

  static void require() {
    Counterparts.require("Node.js", "node", "--version");
    if (!Files.isDirectory(Project.root().resolve(FOLDER + "/node_modules/@opentelemetry"))) {
      Counterparts.missing("OpenTelemetry's JavaScript SDK (npm ci in " + FOLDER + ")");
    }
  }

  /**
   * Makes one span, one point of a counter and one log record, all with {@code name}, and sends
   * them.
   *
   * @param protocol {@code grpc}, {@code proto}, {@code http} (JSON)
   * @param environment as the SDK reads it
   */
  static void work(String protocol, String name, Map<String, String> environment) {
    Path folder = Project.file(FOLDER);
    ProcessBuilder builder =
        new ProcessBuilder("node", "shop.js", protocol, name)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("OTEL_"));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(output).isZero();
      assertThat(output).isEqualTo("done\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
