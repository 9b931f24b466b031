package dev.millrace.extensions.filestorage;

import dev.millrace.config.ConfigReader;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Settings of the {@code file_storage} extension.
 *
 * @param directory where everything is kept; one process at a time owns it
 * @param timeout how long to wait for the directory's lock
 * @param compaction of no effect: see the README
 * @param maxSize most bytes on disk for each of the storages in the directory; 0 means no limit
 * @param fsync whether what is written survives a loss of power
 * @param createDirectory whether a missing directory is made
 * @param directoryPermissions of a directory that is made, as octal digits
 * @param recreate of no effect: see the README
 */
record FileStorageConfig(
    String directory,
    Duration timeout,
    CompactionConfig compaction,
    long maxSize,
    boolean fsync,
    boolean createDirectory,
    String directoryPermissions,
    boolean recreate) {

  static final FileStorageConfig DEFAULTS =
      new FileStorageConfig(
          "/var/lib/otelcol/file_storage",
          Duration.ofSeconds(1),
          CompactionConfig.DEFAULTS,
          0,
          false,
          false,
          "0750",
          false);

  private static final Pattern OCTAL = Pattern.compile("0*[0-7]{1,3}");

  static FileStorageConfig read(ConfigReader in) {
    FileStorageConfig config =
        new FileStorageConfig(
            in.string("directory", DEFAULTS.directory),
            in.duration("timeout", DEFAULTS.timeout),
            CompactionConfig.read(in.map("compaction")),
            in.int64("max_size", DEFAULTS.maxSize),
            in.bool("fsync", DEFAULTS.fsync),
            in.bool("create_directory", DEFAULTS.createDirectory),
            in.string("directory_permissions", DEFAULTS.directoryPermissions),
            in.bool("recreate", DEFAULTS.recreate));
    config.check(in);
    return config;
  }

  private void check(ConfigReader in) {
    if (directory.isEmpty()) {
      in.problem("directory", "must not be empty; name a directory");
    }
    if (timeout.isNegative()) {
      in.problem("timeout", "must not be negative (expected: at least 0s)");
    }
    if (maxSize < 0) {
      in.problem("max_size", "%d (expected: at least 0 bytes; 0 means no limit)", maxSize);
    }
    if (createDirectory && !OCTAL.matcher(directoryPermissions).matches()) {
      in.problem(
          "directory_permissions",
          "\"%s\" (expected: an octal representation of file permissions such as \"0750\")",
          directoryPermissions);
    }
  }
}
