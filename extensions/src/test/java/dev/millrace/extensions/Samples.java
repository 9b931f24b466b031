package dev.millrace.extensions;

import dev.millrace.component.ComponentId;
import dev.millrace.component.Extension;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Host;
import dev.millrace.component.Kind;
import dev.millrace.config.ConfigReader;
import dev.millrace.config.Problem;
import dev.millrace.config.Problems;
import dev.millrace.testkit.ConfigText;
import dev.millrace.testkit.TestSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Extensions of settings, for their tests. */
public final class Samples {

  private Samples() {}

  /** An extension that is not started. */
  public static <C> Extension create(
      ExtensionFactory<C> factory, TestSettings settings, Map<String, ?> keys) {
    Problems problems = new Problems();
    C config = read(factory, keys, problems);
    if (!problems.isEmpty()) {
      throw new AssertionError(problems.errors());
    }
    return factory.create(settings.of(Kind.EXTENSION, factory.type().name()), config);
  }

  /** A started extension. */
  public static <C, E extends Extension> E start(
      ExtensionFactory<C> factory, TestSettings settings, Map<String, ?> keys, Class<E> kind)
      throws Exception {
    return start(factory, settings, keys, kind, id -> null);
  }

  /** A started extension among others. */
  public static <C, E extends Extension> E start(
      ExtensionFactory<C> factory,
      TestSettings settings,
      Map<String, ?> keys,
      Class<E> kind,
      Host host)
      throws Exception {
    Extension extension = create(factory, settings, keys);
    answer(extension.start(host));
    return kind.cast(extension);
  }

  private static <C> C read(ExtensionFactory<C> factory, Map<String, ?> keys, Problems problems) {
    String id = factory.type().name();
    ConfigReader in = new ConfigReader(ConfigText.map(keys), "extensions::" + id, problems);
    C config = factory.readConfig(in, ComponentId.parse(id));
    in.finish();
    return config;
  }

  /** What is wrong with {@code keys}: {@code path: message}. */
  public static List<String> errors(ExtensionFactory<?> factory, Map<String, ?> keys) {
    Problems problems = new Problems();
    read(factory, keys, problems);
    return said(problems.errors());
  }

  /** What is odd about {@code keys}: {@code path: message}. */
  public static List<String> warnings(ExtensionFactory<?> factory, Map<String, ?> keys) {
    Problems problems = new Problems();
    read(factory, keys, problems);
    return said(problems.warnings());
  }

  private static List<String> said(List<Problem> problems) {
    return problems.stream()
        .map(problem ->
            problem.path().replaceFirst("^extensions::[a-z_0-9]+(::)?", "")
                + ": "
                + problem.message())
        .toList();
  }

  /** What a stage completes with, within half a minute; its own failure is thrown. */
  public static <T> T answer(CompletionStage<T> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause =
          e.getCause() instanceof CompletionException nested ? nested.getCause() : e.getCause();
      throw cause instanceof Exception failure ? failure : e;
    }
  }

  /** Asks until it is so, at most 20 s; a failure is a no. */
  public static void await(Callable<Boolean> claim) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!holds(claim)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not so after 20 s");
      }
      new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean holds(Callable<Boolean> claim) {
    try {
      return claim.call();
    } catch (Exception e) {
      return false;
    }
  }
}
