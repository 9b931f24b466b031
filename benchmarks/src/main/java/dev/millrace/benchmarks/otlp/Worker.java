package dev.millrace.benchmarks.otlp;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of ours that answers each line with a line. */
final class Worker implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  private Worker(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.questions =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  static Worker start(Class<?> main) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    return new Worker(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  Words ask(Words question) throws IOException {
    questions.write(question.toString());
    questions.newLine();
    questions.flush();
    return answer();
  }

  /** The next line; the first one says that it runs. */
  Words answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("a worker ended");
    }
    return Words.parse(line);
  }

  @Override
  public void close() throws IOException {
    questions.close(); // it ends with its input
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The other side: answers standard input's lines until it ends. */
  static void serve(Words hello, Answerer answerer) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println(hello);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(answerer.answer(Words.parse(line)));
    }
  }

  /** Answers a line. */
  interface Answerer {
    Words answer(Words question) throws Exception;
  }
}
