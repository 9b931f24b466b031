package dev.millrace.extensions.filestorage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.component.storage.StorageName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of files for names of components and keys. What is unsafe in a file name becomes {@code ~}
 * and four hexadecimal digits, as in the Go collector; what is too long is cut and ends in its
 * hash.
 */
final class FileNames {
  private static final int MOST_CHARS = 200;
  private static final int KEPT_CHARS = 120;

  private FileNames() {}

  /** {@code exporter_otlp_grpc_backup_traces}. */
  static String of(StorageName name) {
    String parts =
        String.join("_", name.kind().text(), name.id().type().name(), escape(name.id().name()));
    return bounded(name.part().isEmpty() ? parts : parts + "_" + escape(name.part()));
  }

  /** A key of a store of values. */
  static String of(String key) {
    return bounded(escape(key));
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isSafe =
          (c < 128 && Character.isLetterOrDigit(c)) || c == '.' || c == '-' || c == '_';
      if (isSafe) {
        out.append(c);
      } else {
        out.append("~%04X".formatted((int) c));
      }
    }
    return out.toString();
  }

  private static String bounded(String name) {
    if (name.length() <= MOST_CHARS) {
      return name;
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return name.substring(0, KEPT_CHARS) + "~" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
