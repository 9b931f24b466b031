package dev.millrace.extensions.filestorage.log;

import java.io.IOException;

/** A file was written in a format that this release does not know. */
final class NewerVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  NewerVersionException(Object file, int version, int known) {
    super(
        "%s has format version %d, which is newer than %d; start the release that wrote it, or a newer one, or move the directory away"
            .formatted(file, version, known));
  }
}
