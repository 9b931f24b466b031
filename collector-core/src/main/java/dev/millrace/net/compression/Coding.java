package dev.millrace.net.compression;

import org.jspecify.annotations.Nullable;

/**
 * Content codings that can be read, by the names of RFC 9110 8.4.1, RFC 8878 and the Go collector.
 */
public enum Coding {
  GZIP,
  DEFLATE,
  ZSTD,
  SNAPPY,
  SNAPPY_FRAMED,
  LZ4;

  /** The coding that {@code Content-Encoding} names in lower case, null when it is not known. */
  public static @Nullable Coding named(String name) {
    return switch (name) {
      case "gzip", "x-gzip" -> GZIP;
      case "deflate", "zlib" -> DEFLATE;
      case "zstd" -> ZSTD;
      case "snappy" -> SNAPPY;
      case "x-snappy-framed" -> SNAPPY_FRAMED;
      case "lz4" -> LZ4;
      default -> null;
    };
  }

  /** A decompressor for one body. */
  public Decompressor decompressor() {
    return switch (this) {
      case GZIP -> new GzipDecompressor();
      case DEFLATE -> new DeflateDecompressor();
      case ZSTD -> new ZstdDecompressor();
      case SNAPPY -> SnappyDecompressor.either();
      case SNAPPY_FRAMED -> SnappyDecompressor.framed();
      case LZ4 -> new Lz4Decompressor();
    };
  }
}
