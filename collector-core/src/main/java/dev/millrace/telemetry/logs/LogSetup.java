package dev.millrace.telemetry.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.millrace.component.StartException;
import dev.millrace.telemetry.LogsConfig;
import dev.millrace.telemetry.LogsConfig.LogLevel;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the collector's log up: {@link #install} as the first thing in {@code main}, {@link
 * #configure} when the configuration is known, {@link #close} at the end.
 *
 * <p>Until it is configured, the log goes to standard error with the default settings. Libraries
 * are heard from WARN on, as the Go collector hears gRPC: from INFO on when the level is debug.
 */
public final class LogSetup {
  private static final String OURS = "dev.millrace";
  // Says of every message over the limit, with a stack trace, what the receiver counts and says.
  private static final String COUNTED = "io.grpc.netty.NettyServerStream";

  private LogSetup() {}

  /**
   * Chooses our way of starting logback, and of java.util.logging once somebody uses it. Must run
   * before the first logger is made.
   */
  public static void install() {
    System.setProperty("slf4j.provider", LogbackStart.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN");
    System.setProperty("java.util.logging.config.class", JulSetup.class.getName());
  }

  /**
   * Applies the settings of {@code service::telemetry::logs}.
   *
   * @param resource attributes that every line shows, unless the settings say otherwise
   * @throws StartException when a file cannot be opened; the log then stays as it is
   */
  public static void configure(LogsConfig config, Map<String, String> resource)
      throws StartException {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      LogOutputs outputs = LogOutputs.open(config.outputPaths(), config.errorOutputPaths());
      appender(context).change(config, resource, outputs);
      setLevels(context, config.level());
    }
  }

  /** Closes files; what is logged after this goes to standard error. */
  public static void close() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      appender(context).change(LogsConfig.DEFAULTS, Map.of(), LogOutputs.standardError());
    }
  }

  /** Gives a fresh context our appender and the default levels. */
  static void prepare(LoggerContext context) {
    LineAppender appender = new LineAppender();
    appender.setContext(context);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    setLevels(context, LogsConfig.DEFAULTS.level());
  }

  private static LineAppender appender(LoggerContext context) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    if (!(root.getAppender(LineAppender.NAME) instanceof LineAppender)) {
      root.detachAndStopAllAppenders();
      prepare(context);
    }
    return (LineAppender) root.getAppender(LineAppender.NAME);
  }

  private static void setLevels(LoggerContext context, LogLevel level) {
    context.getLogger(OURS).setLevel(ours(level));
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(others(level));
    if (level != LogLevel.DEBUG) {
      context.getLogger(COUNTED).setLevel(Level.OFF);
    } else {
      context.getLogger(COUNTED).setLevel(null);
    }
  }

  private static Level ours(LogLevel level) {
    return switch (level) {
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARN -> Level.WARN;
      case ERROR -> Level.ERROR;
      case NONE -> Level.OFF;
    };
  }

  private static Level others(LogLevel level) {
    return switch (level) {
      case DEBUG -> Level.INFO;
      case INFO, WARN -> Level.WARN;
      case ERROR -> Level.ERROR;
      case NONE -> Level.OFF;
    };
  }
}
